import { expect } from '@playwright/test';
import { cardOf, fillForm, form, hostPage, state, test } from './embed-page.ts';
import { card, proves } from './stub.ts';

const hostile =
  '<style>* { display: none !important; font-size: 5px !important; letter-spacing: 9px !important; text-transform: uppercase !important; color: transparent; }</style>';

test('WX-04 a page that hides and shrinks everything still shows form and card, readable, and sends', async ({
  page,
  stub,
  exceptions,
}) => {
  stub.cards.set('p1', card('p1'));
  await page.goto(stub.page('/', hostPage(stub, { head: hostile, html: `<div>${form}</div>${cardOf('p1')}` })));
  await state(page, 'bookinda-package-card', 'ready');
  for (const part of ['heading', 'label', 'submit'])
    await expect(page.locator(`bookinda-ticket-form [part=${part}]`).first()).toBeVisible();
  await expect(page.locator('bookinda-package-card [part=name]')).toBeVisible();
  const looks = await page.locator('bookinda-ticket-form #subject').evaluate((control) => {
    const { fontSize, letterSpacing, textTransform } = getComputedStyle(control);
    return { fontSize: Number.parseFloat(fontSize), letterSpacing, textTransform };
  });
  expect(looks.fontSize).toBeGreaterThanOrEqual(13);
  expect(looks).toMatchObject({ letterSpacing: 'normal', textTransform: 'none' });
  await fillForm(page);
  await page.locator('[part=submit]').click();
  await expect(page.locator('[part=success]')).toContainText('TKT-0001');
  expect(exceptions).toEqual([]);
});

for (const [what, head] of [
  ['hides and shrinks everything', hostile],
  [
    'pollutes the prototypes',
    '<script>Object.assign(Object.prototype,{extend(){},evil:"text"});Object.assign(Array.prototype,{last:()=>0})</script>',
  ],
] as const) {
  test(`PK-21 WX-04 a page that ${what} still shows a history and sends a dispute`, async ({
    page,
    stub,
    exceptions,
  }) => {
    stub.cards.set('p1', card('p1'));
    await page.goto(stub.page('/', hostPage(stub, { head, html: `<div>${cardOf('p1')}</div>` })));
    await page.locator('[data-own=history]').click();
    await expect(page.locator('[part~=step]')).toHaveCount(7);
    const size = await page
      .locator('[part=step-name]')
      .first()
      .evaluate((name) => getComputedStyle(name).fontSize);
    expect(Number.parseFloat(size)).toBeGreaterThanOrEqual(13);
    await page.locator('[part=wrong]').first().click();
    await page.locator('[part=ask] textarea').fill('I was ill that day.');
    await page.locator('[part=ask] [part=submit]').click();
    await expect(page.locator('[part=asked]').first()).toHaveText('You asked: TKT-0001');
    const sent = stub.seen.find(({ method, path }) => `${method} ${path}` === 'POST /v1/embed/packages/p1/tickets')!;
    expect(JSON.parse(sent.body)).not.toHaveProperty('evil');
    expect(exceptions).toEqual([]);
  });
}

test('WX-04 `hidden` still hides', async ({ page, stub }) => {
  await page.goto(stub.page('/', hostPage(stub, { html: form.replace(' site', ' hidden site') })));
  await page.waitForFunction(() => document.querySelector('bookinda-ticket-form')?.shadowRoot);
  await expect(page.locator('bookinda-ticket-form')).toBeHidden();
});

test('WX-04 a polluted Object.prototype, old libraries and a second version disturb nothing', async ({
  page,
  stub,
  exceptions,
}) => {
  stub.cards.set('p1', card('p1'));
  await page.addInitScript(() => {
    Object.assign(Object.prototype, { extend() {}, evil: 'text', each: (act: () => void) => act() });
    Object.assign(Array.prototype, { remove() {}, last: () => 0 });
  });
  const twice = `<script type="module" src="${stub.api}/embed/v1/bookinda.js?second"></script><script type="module" src="${stub.api}/embed/v1/ticket-form.js"></script>`;
  await page.goto(stub.page('/', hostPage(stub, { head: twice, html: form + cardOf('p1') })));
  await state(page, 'bookinda-package-card', 'ready');
  await fillForm(page);
  await page.locator('#files').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.alloc(10) });
  await page.locator('[part=submit]').click();
  await expect(page.locator('[part=success]')).toContainText('TKT-0001');
  const sent = stub.seen.find(({ method, path }) => `${method} ${path}` === 'POST /v1/embed/tickets')!;
  expect(JSON.parse(sent.body)).not.toHaveProperty('evil');
  expect(proves(JSON.parse(sent.body).proof)).toBe(true);
  expect(exceptions).toEqual([]);
});

test('WX-01 removed while it sends: the ticket is made once, the page sees no exception', async ({
  page,
  stub,
  exceptions,
}) => {
  stub.answer('POST /v1/embed/tickets', {
    status: 200,
    body: { id: '1', number: 'TKT-0009', status: 'OPEN' },
    afterMs: 400,
  });
  stub.answer('POST /v1/embed/uploads', { status: 200, body: { id: '1' }, afterMs: 300 });
  await page.goto(stub.page('/', hostPage(stub, { html: form })));
  await fillForm(page);
  await page.locator('[part=submit]').click();
  await page.waitForTimeout(150);
  await page.evaluate(() => document.querySelector('bookinda-ticket-form')?.remove());
  await page.waitForTimeout(800);
  expect(stub.count('POST /v1/embed/tickets')).toBe(1);
  expect(exceptions).toEqual([]);
});

test('WX-01 a reload in the middle of sending never doubles: same key, same body', async ({ page, stub }) => {
  stub.answer('POST /v1/embed/tickets', {
    status: 503,
    body: { code: 'unavailable', status: 503 },
    headers: { 'retry-after': '30' },
  });
  const address = stub.page('/', hostPage(stub, { html: form }));
  await page.goto(address);
  await fillForm(page);
  await page.locator('[part=submit]').click();
  await expect.poll(() => stub.count('POST /v1/embed/tickets')).toBe(1);
  await page.goto(address);
  await expect(page.locator('#subject')).toHaveValue('Booking does not save');
  await page.locator('[part=submit]').click();
  await expect(page.locator('[part=success]')).toBeVisible();
  const [first, second] = stub.seen.filter(({ path, method }) => method === 'POST' && path === '/v1/embed/tickets');
  expect(second!.headers['idempotency-key']).toBe(first!.headers['idempotency-key']);
  expect(second!.body).toBe(first!.body);
});

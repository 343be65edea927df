import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { cardOf, fillForm, form, hostPage, type PageParts, state, test } from './embed-page.ts';
import { card, type Stub } from './stub.ts';

const dark = '<style>html{color-scheme:dark;background:#111}</style>';
const large = '<style>html{font-size:200%}</style>';

interface Look extends PageParts {
  width?: number;
}

const looks: Record<string, Look> = {
  plain: {},
  dark: { head: dark },
  Hungarian: { lang: 'hu' },
  'right to left': { attributes: 'dir="rtl"' },
  '320 px': { width: 320 },
  '200 % text': { head: large, width: 640 },
};

const states: Record<string, (page: Page, stub: Stub) => Promise<void>> = {
  empty: async () => {},
  errors: async (page) => {
    await page.locator('[part=submit]').click();
    await page.locator('[part=error-summary]').waitFor();
  },
  uploading: async (page, stub) => {
    stub.answer('POST /v1/embed/uploads', { status: 415, body: { code: 'unsupported-type' } });
    stub.answer('POST /v1/embed/uploads', { status: 200, body: {}, afterMs: 20_000 });
    for (const name of ['refused.png', 'a-name-that-is-rather-long-for-its-row.png']) {
      await page.locator('#files').setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.alloc(5000) });
    }
    await page.locator('[part=progress]').last().waitFor();
    await page.locator('[part=file] [part=error]').waitFor();
  },
  sent: async (page) => {
    await fillForm(page);
    await page.locator('[part=submit]').click();
    await page.locator('[part=success]').waitFor();
  },
  offline: async (page) => {
    await fillForm(page);
    await page.context().setOffline(true);
    await page.locator('[part=submit]').click();
    await page.locator('bookinda-ticket-form:state(offline)').waitFor();
  },
};

async function check(page: Page, what = 'bookinda-ticket-form,bookinda-package-card'): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include(what)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`,
    ),
  ).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'nothing needs sideways scrolling').toBeLessThanOrEqual(0);
}

for (const [name, { width = 800, ...parts }] of Object.entries(looks)) {
  test(`WX-05 axe finds nothing in the form: ${name}, ${Object.keys(states).join(', ')}`, async ({ page, stub }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const act of Object.values(states)) {
      await page.context().setOffline(false);
      await page.goto(stub.page('/', hostPage(stub, { ...parts, html: form.replace(' site', ' draft="off" site') })));
      await state(page, 'bookinda-ticket-form', 'ready');
      await act(page, stub);
      await check(page);
    }
    await page.context().setOffline(false);
  });

  test(`WX-05 axe finds nothing in cards: ${name}`, async ({ page, stub }) => {
    await page.setViewportSize({ width, height: 2400 });
    const kinds = [
      {},
      { daysLeft: 3, payment: 'unpaid' },
      { status: 'expired', daysLeft: -4, expiresOn: '2026-11-17', payment: 'paid' },
      { status: 'fully-used' },
      { status: 'cancelled' },
    ] as const;
    for (const [index, kind] of kinds.entries()) stub.cards.set(`p${index}`, card(`p${index}`, kind));
    await page.goto(
      stub.page(
        '/',
        hostPage(stub, { ...parts, html: ['p0', 'p1', 'p2', 'p3', 'p4', 'missing'].map(cardOf).join('') }),
      ),
    );
    await page.locator('bookinda-package-card:state(cancelled)').waitFor();
    await check(page);
  });
}

/** What a customer does on her card, one after the other on the same page. */
const acts: Record<string, (page: Page, stub: Stub) => Promise<void>> = {
  'reads her history': async (page, stub) => {
    await page.locator('[data-own=history]').click();
    await page.locator('[part~=step]').last().waitFor();
    stub.answer('GET /v1/embed/packages/p1/history', { status: 400, body: { code: 'bad-request', status: 400 } });
    await page.locator('[part=more]').click();
    await page.locator('[part=history] [part=retry]').waitFor();
  },
  'sends no words and no code': async (page) => {
    await page.locator('[part=wrong]').first().click();
    await page.locator('[part=ask] [part=submit]').click();
    await page.locator('[part=ask] [part=error]').waitFor();
    await page.locator('[part=check] summary').click();
    await page.locator('#code').fill('TKT-0001');
    await page.locator('[part=check-form] [part=submit]').click();
    await page.locator('#code-error').waitFor();
  },
  'asks and checks': async (page) => {
    await page.locator('[part=ask] textarea').fill('I was ill that day.');
    await page.locator('[part=ask] [part=submit]').click();
    await page.locator('[part=asked]').nth(1).waitFor();
    await page.locator('#code').fill('c5'.repeat(32));
    await page.locator('[part=check-form] [part=submit]').click();
    await page.locator('[part=verdict]').waitFor();
    await page.locator('[data-own=renew]').click();
    await page.locator('[part=ask]').waitFor();
  },
  renews: async (page) => {
    await page.locator('[part=ask] [part=submit]').click();
    await page.locator('.told').waitFor();
  },
};

for (const [name, { width = 800, ...parts }] of Object.entries(looks)) {
  test(`PK-21 PK-22 axe finds nothing when a customer ${Object.keys(acts).join(', ')}: ${name}`, async ({
    page,
    stub,
  }) => {
    await page.setViewportSize({ width, height: 2400 });
    stub.cards.set('p1', card('p1'));
    await page.goto(stub.page('/', hostPage(stub, { ...parts, html: cardOf('p1') })));
    for (const act of Object.values(acts)) {
      await act(page, stub);
      await check(page);
    }
  });
}

test('PK-21 a step is disputed by keyboard alone', async ({ page, stub }) => {
  stub.cards.set('p1', card('p1'));
  await page.goto(stub.page('/', hostPage(stub, { html: cardOf('p1') })));
  await page.locator('[data-own=history]').focus();
  await page.keyboard.press('Enter');
  await page.locator('[part~=step]').first().waitFor();
  // Past the other buttons to the newest step.
  const question = page.locator('[part=wrong]').first();
  const there = () => question.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button);
  for (let tabs = 0; tabs < 8 && !(await there()); tabs++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('[part=ask] textarea')).toBeFocused();
  await page.keyboard.type('I was ill that day.');
  for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
  await expect(page.locator('[part=asked]').first()).toBeFocused();
  const sent = stub.seen.find(({ path, method }) => method === 'POST' && path === '/v1/embed/packages/p1/tickets')!;
  expect(JSON.parse(sent.body)).toMatchObject({ about: 'dispute', step: 'e0', description: 'I was ill that day.' });
});

test('PK-16 axe finds nothing in a statement, and on paper there is no button', async ({ page, stub }) => {
  stub.cards.set('p1', card('p1'));
  for (const [name, width] of [
    ['light', 800],
    ['dark', 320],
  ] as const) {
    await page.emulateMedia({ colorScheme: name });
    await page.goto(stub.page('/', hostPage(stub, { html: cardOf('p1') })));
    const [paper] = await Promise.all([page.waitForEvent('popup'), page.locator('[data-own=statement]').click()]);
    await paper.setViewportSize({ width, height: 900 });
    await paper.locator('table').waitFor();
    await check(paper, 'main');
    await paper.emulateMedia({ media: 'print' });
    await expect(paper.getByRole('button')).toHaveCount(0);
    await paper.emulateMedia({ media: 'screen' });
    await expect(paper.getByRole('button', { name: 'Print' })).toBeVisible();
    await paper.close();
  }
});

test('WX-05 the whole form by keyboard alone', async ({ page, stub }) => {
  await page.goto(stub.page('/', hostPage(stub, { html: form })));
  await state(page, 'bookinda-ticket-form', 'ready');
  const keys = async (...names: string[]) => {
    for (const name of names) await page.keyboard.press(name);
  };
  await keys('Tab', 'Space', 'ArrowRight', 'Tab');
  await page.keyboard.type('anna@example.hu');
  await keys('Tab');
  await page.keyboard.type('By keyboard');
  await keys('Tab');
  await page.keyboard.type('Nothing else.');
  await keys('Tab', 'Tab', 'Enter');
  await expect(page.locator('[part=success]')).toBeFocused();
  const sent = stub.seen.find(({ path, method }) => method === 'POST' && path === '/v1/embed/tickets')!;
  expect(JSON.parse(sent.body)).toMatchObject({ type: 'TECHNICAL', subject: 'By keyboard' });
});

test('WX-05 nothing moves when reduced motion is asked for', async ({ page, stub }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(stub.page('/', hostPage(stub, { html: form })));
  await page.locator('.chip').first().waitFor();
  const moving = await page
    .locator('bookinda-ticket-form')
    .evaluate(
      (element) =>
        [...element.shadowRoot!.querySelectorAll('*')].filter(
          (inner) => Number.parseFloat(getComputedStyle(inner).transitionDuration) > 0,
        ).length,
    );
  expect(moving).toBe(0);
});

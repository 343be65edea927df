import { type Browser, expect, type Page, test } from '@playwright/test';
import { readDemo } from '../stage/demo.ts';
import { open, signIn, tenant } from './people.ts';

/** The portal as this customer of the salon sees it. */
async function portal(browser: Browser, name: string, slug: 'aranyollo' | 'mayfair' = 'aranyollo'): Promise<Page> {
  const customer = tenant(slug).customers.find((one) => one.name === name);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${readDemo().hostPages}/portal?customer=${customer?.id}`);
  return page;
}

/** The profile of a customer in the console. */
async function profile(page: Page, name: string): Promise<void> {
  await open(page, 'Customers');
  await page
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

const card = (page: Page, name: string) => page.getByRole('article', { name: new RegExp(name) });

test('PK-02 PK-03 PK-04 PK-05 the portal shows every kind of package', { tag: '@dates' }, async ({ browser }) => {
  const page = await portal(browser, 'Kiss Éva');
  const cards = page.locator('bookinda-package-card');
  await expect(cards).toHaveCount(5);
  for (const words of [
    'Aktív',
    'Lejárt',
    'Törölve',
    'Fizetve',
    'Részben fizetve',
    '3/5 alkalom felhasználva',
    '2/5 maradt',
    '45 000 Ft',
  ]) {
    await expect(cards.getByText(words.replace(' ', ' ')).or(cards.getByText(words)).first()).toBeVisible();
  }
});

test('PK-07 PK-08 WX-02 reception redeems, the bar moves on the customer’s page without a reload, and undo gives it back', {
  tag: '@dates',
}, async ({ page, browser }) => {
  const customer = await portal(browser, 'Tóth Márta');
  const shown = customer.locator('bookinda-package-card').filter({ hasText: 'Masszázs 10' });
  await expect(shown.getByText('7/10 maradt')).toBeVisible();
  await signIn(page, 'aranyollo', 'RECEPTION');
  await profile(page, 'Tóth Márta');
  await card(page, 'Masszázs 10')
    .getByRole('button', { name: /^Redeem Masszázs/ })
    .click();
  await expect(shown.getByText('6/10 maradt')).toBeVisible();
  await expect(card(page, 'Masszázs 10').getByText('6/10 remaining')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect(shown.getByText('7/10 maradt')).toBeVisible();
  await card(page, 'Masszázs 10').getByText('History').click();
  await expect(card(page, 'Masszázs 10').getByText('Undone').first()).toBeVisible();
});

test('PK-07 two receptionists take the last session: one succeeds, the other reads that none is left', {
  tag: '@dates',
}, async ({ page, browser }) => {
  const other = await (await browser.newContext()).newPage();
  await signIn(page, 'aranyollo', 'RECEPTION');
  await signIn(other, 'aranyollo', 'MANAGER');
  for (const desk of [page, other]) await profile(desk, 'Szabó Judit');
  // Live updates are held back, so that both still see one session when they press.
  await Promise.all([page, other].map((desk) => desk.route('**/v1/events*', (route) => route.abort())));
  await Promise.all(
    [page, other].map((desk) =>
      card(desk, 'Utolsó alkalom')
        .getByRole('button', { name: /^Redeem Szemöldök/ })
        .click({ noWaitAfter: true }),
    ),
  );
  await expect
    .poll(
      async () =>
        (await page.getByText(/No sessions left/i).count()) + (await other.getByText(/No sessions left/i).count()),
    )
    .toBeGreaterThan(0);
  const api = readDemo().api;
  const list = await (await page.request.get(`${api}/v1/packages?q=Utols%C3%B3`)).json();
  expect(list.items[0]).toMatchObject({ status: 'fully-used', services: [{ used: 3, remaining: 0 }] });
});

test('PK-08 PK-20 a manager corrects a session; reception has no pencil', { tag: '@dates' }, async ({
  page,
  browser,
}) => {
  await signIn(page, 'mayfair', 'MANAGER');
  await profile(page, 'Niamh Walsh');
  const massage = card(page, 'Massage 5');
  await massage.getByRole('button', { name: 'Edit Massage 5' }).click();
  await massage.getByLabel('Reason (optional)').fill('counted twice');
  await massage.getByRole('button', { name: 'Give one Massage back' }).click();
  await expect(massage.getByText('2/5 remaining').first()).toBeVisible();
  const reception = await (await browser.newContext()).newPage();
  await signIn(reception, 'mayfair', 'RECEPTION');
  await profile(reception, 'Niamh Walsh');
  await expect(card(reception, 'Massage 5').getByRole('button', { name: /^Edit/ })).toHaveCount(0);
  await card(reception, 'Massage 5').getByText('History').click();
  await expect(card(reception, 'Massage 5').getByText(/counted twice/)).toBeVisible();
});

test('WX-03 without a token nobody sees a package', { tag: '@dates' }, async ({ request }) => {
  const { api } = readDemo();
  const { siteKey } = tenant('aranyollo');
  const origin = readDemo().hostPages;
  const none = await request.get(`${api}/v1/embed/packages`, {
    headers: { authorization: `Bearer ${siteKey}`, origin },
  });
  expect([none.status(), (await none.json()).code]).toEqual([401, 'token-invalid']);
  const foreign = tenant('mayfair').customers[0]?.token ?? '';
  const wrong = await request.get(`${api}/v1/embed/packages`, {
    headers: { authorization: `Bearer ${siteKey}`, origin, 'x-customer-token': foreign },
  });
  expect(wrong.status()).toBe(401);
  const elsewhere = await request.get(`${api}/v1/embed/config`, {
    headers: { authorization: `Bearer ${siteKey}`, origin: 'https://evil.example' },
  });
  expect((await elsewhere.json()).code).toBe('origin-not-allowed');
});

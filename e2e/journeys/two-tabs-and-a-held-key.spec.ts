import { type Browser, expect, type Request, test } from '@playwright/test';
import { mailTo, readDemo } from '../stage/demo.ts';
import { card, given, ownName, profile } from './packages.ts';
import { open, signIn, somebody, tenant } from './people.ts';

const password = 'a word that only this journey knows';

/** A manager of both salons, by their invitations. */
async function managerOfBoth(browser: Browser): Promise<string> {
  const email = somebody();
  const { api } = readDemo();
  for (const slug of ['mayfair', 'aranyollo'] as const) {
    const { request } = await browser.newContext({ extraHTTPHeaders: { origin: api } });
    const owner = tenant(slug).logins.find(({ role }) => role === 'OWNER');
    const session = await request.post(`${api}/v1/session`, {
      data: { email: owner?.email, password: owner?.password },
    });
    const { csrf, tenant: salon } = await session.json();
    const headers = { 'x-csrf-token': csrf, 'idempotency-key': crypto.randomUUID() };
    const proof = await request.post(`${api}/v1/session/proof`, { headers, data: { password: owner?.password } });
    expect(proof.status()).toBe(204);
    const data = { email, name: 'Nagy Nóra', role: 'MANAGER' };
    expect((await request.post(`${api}/v1/invitations`, { headers, data })).ok()).toBe(true);
    const { text } = await mailTo(email, salon.name);
    const token = /invitation#([\w-]+)/.exec(text ?? '')?.[1];
    const accepted = await request.post(`${api}/v1/invitations/acceptance`, { data: { token, password } });
    expect(accepted.status()).toBe(204);
  }
  return email;
}

test('A2 two salons in two tabs: the tab that shows the former one says so, shows nothing of the other, and goes back or follows', async ({
  page,
  context,
  browser,
}) => {
  const { api } = readDemo();
  const asked: Request[] = [];
  context.on('request', (request) => {
    if (request.url().startsWith(`${api}/v1/`) && request.frame().url().startsWith(`${api}/manager/`))
      asked.push(request);
  });
  const email = await managerOfBoth(browser);
  await page.goto(`${api}/manager/`);
  await page.getByLabel(/E-mail/).fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: /^(Sign in|Bejelentkezés)$/ }).click();
  await expect(page.locator('.tenant-name')).toBeVisible();
  const { csrf, ...session } = await (await page.request.get(`${api}/v1/session`)).json();
  const headers = { 'x-csrf-token': csrf, origin: api };
  await page.request.post(`${api}/v1/session/language`, { headers, data: { language: 'en' } });
  const before = { tenant: session.tenants.find(({ name }: { name: string }) => name === tenant('mayfair').name) };
  const other = session.tenants.find(({ id }: { id: string }) => id !== before.tenant.id);
  if (session.tenant.id !== before.tenant.id)
    await page.request.post(`${api}/v1/session/tenant`, { headers, data: { tenant: before.tenant.id } });
  await page.goto(`${api}/manager/customers`);
  await open(page, 'Customers');
  await expect(page.getByRole('link', { name: /Emma Kelly/ }).first()).toBeVisible();

  const second = await context.newPage();
  await second.goto(`${api}/manager/customers`);
  await second.getByRole('button', { name: /switch salon/ }).click();
  await second.getByRole('menuitemcheckbox', { name: new RegExp(other.name) }).click();
  await expect(second.locator('.tenant-name')).toHaveText(other.name);

  const notice = page.getByRole('alert').filter({ hasText: other.name });
  await expect(notice).toBeVisible();
  const refused = page.waitForResponse((answer) => answer.url().includes('/v1/customers'));
  await page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill('a');
  expect((await refused).status()).toBe(409);
  expect(((await (await refused).json()) as { code: string }).code).toBe('tenant-switched');
  await expect(page.locator('.tenant-name')).toHaveText(before.tenant.name);

  await notice.getByRole('button', { name: `Back to ${before.tenant.name}` }).click();
  await expect(notice).toBeHidden();
  await profile(page, 'Emma Kelly');
  const there = second.getByRole('alert').filter({ hasText: before.tenant.name });
  await expect(there).toBeVisible();
  await there.getByRole('button', { name: `Go on with ${before.tenant.name}` }).click();
  await expect(second.locator('.tenant-name')).toHaveText(before.tenant.name);

  // About the person, or before anybody is known: these may come without a tenant.
  const free = /\/v1\/session(\/tenant|\/code)?$/;
  const unnamed = asked.filter(
    (request) =>
      !free.test(new URL(request.url()).pathname) &&
      !request.headers()['x-tenant-id'] &&
      !new URL(request.url()).searchParams.get('tenant'),
  );
  expect(unnamed.map((request) => request.url())).toEqual([]);
  expect(asked.some((request) => request.url().includes('/v1/events?tenant='))).toBe(true);
});

test('B1 Enter held on "Redeem" takes exactly one session, and so does a double click', async ({ page }) => {
  const name = ownName();
  await signIn(page, 'mayfair', 'OWNER');
  await given(page, { customer: 'Emma Kelly', name, sessions: 9 });
  await profile(page, 'Emma Kelly');
  const one = card(page, name);
  await one.getByRole('button', { name: /^Redeem Facial 9 left/ }).focus();
  // What a keyboard sends while a key is held: the first press, then repeated ones.
  for (let press = 0; press < 30; press++) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(one.getByRole('button', { name: /^Redeem Facial 8 left/ })).toBeVisible();
  await expect(one.getByText('1 × Facial redeemed.')).toBeVisible();
  await one.getByRole('button', { name: /^Redeem Facial/ }).dblclick({ delay: 60 });
  await expect(one.getByRole('button', { name: /^Redeem Facial 7 left/ })).toBeVisible();
  await page.reload();
  await expect(one.getByRole('button', { name: /^Redeem Facial 7 left/ })).toBeVisible();
  // Two presses that are meant are two: one device is not asked about itself.
  for (const left of [6, 5]) {
    await one.getByRole('button', { name: /^Redeem Facial/ }).press('Enter');
    await expect(one.getByRole('button', { name: new RegExp(`^Redeem Facial ${left} left`) })).toBeVisible();
  }
});

test('B2 a second device that redeems the same within a minute is asked', async ({ page, browser }) => {
  const name = ownName();
  await signIn(page, 'mayfair', 'OWNER');
  await given(page, { customer: 'Emma Kelly', name, sessions: 9 });
  const second = await (await browser.newContext()).newPage();
  await signIn(second, 'mayfair', 'RECEPTION');
  await Promise.all([profile(page, 'Emma Kelly'), profile(second, 'Emma Kelly')]);
  await card(page, name)
    .getByRole('button', { name: /^Redeem Facial 9 left/ })
    .click();
  await expect(card(page, name).getByRole('button', { name: /^Redeem Facial 8 left/ })).toBeVisible();
  await card(second, name)
    .getByRole('button', { name: /^Redeem Facial/ })
    .click();
  await expect(
    card(second, name)
      .getByRole('alert')
      .getByText(/Redeemed \d+ s ago by/),
  ).toBeVisible();
  await card(second, name).getByRole('button', { name: 'Redeem once more' }).click();
  await expect(card(second, name).getByRole('button', { name: /^Redeem Facial 7 left/ })).toBeVisible();
});

test('F4 F5 a part of the console that does not arrive is said, and the next press works', async ({ page }) => {
  await signIn(page, 'mayfair', 'OWNER');
  await page.route(/account-dialog/, (route) => route.abort(), { times: 1 });
  const account = async () => {
    await page.getByRole('button', { name: /your menu/ }).click();
    await page.getByRole('menuitem', { name: 'Account and security' }).click();
  };
  await account();
  await expect(page.getByText('A part of the page did not arrive.')).toBeVisible();
  await account();
  await expect(page.getByRole('dialog', { name: 'Account and security' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.route(/reports-screen/, (route) => route.abort(), { times: 1 });
  await open(page, 'Reports');
  await expect(page.getByRole('heading', { name: 'This part could not be loaded' })).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Reports', exact: true })).toBeVisible();
});

import { expect, type Page, test } from '@playwright/test';
import { readDemo } from '../stage/demo.ts';
import { card, ownName, profile, sell } from './packages.ts';
import { signIn } from './people.ts';

test('PK-08 PK-16 a customer says she never used a session: date and staff are in the history, and only what is wrong is undone', {
  tag: '@dates',
}, async ({ page, browser }) => {
  test.setTimeout(120_000);
  const name = ownName();
  await signIn(page, 'mayfair', 'RECEPTION');
  await profile(page, 'Emma Kelly');
  await sell(page, { name, sessions: 3, price: '40' });
  const stylist = await (await browser.newContext()).newPage();
  await signIn(stylist, 'mayfair', 'STAFF');
  await profile(stylist, 'Emma Kelly');
  const began = Date.now();
  await redeem(stylist, name, '2/3 remaining');
  await page.reload();
  // The other device is asked, and books the same visit a second time all the same.
  await card(page, name)
    .getByRole('button', { name: /^Redeem Facial/ })
    .click();
  await card(page, name).getByRole('button', { name: 'Redeem once more' }).click();
  await expect(card(page, name).getByText('1/3 remaining')).toBeVisible();

  // The facts: who took which session when, and what was left after it.
  const facial = card(page, name);
  await facial.getByText('History', { exact: true }).click();
  const steps = facial.getByRole('list', { name: 'History' }).getByRole('listitem');
  const [byStylist, byReception] = [await nameOf(stylist), await nameOf(page)];
  await expect(steps).toHaveCount(3);
  await expect(steps.nth(0)).toContainText(byReception);
  await expect(steps.nth(0)).toContainText('1 left');
  await expect(steps.nth(1)).toContainText(byStylist);
  await expect(steps.nth(1)).toContainText('2 left');
  const at = Date.parse((await steps.nth(1).locator('time').getAttribute('datetime')) ?? '');
  expect(at).toBeGreaterThan(began - 5_000);
  expect(at).toBeLessThan(Date.now() + 5_000);

  // The one of reception was booked twice; the stylist's stands.
  await steps
    .nth(0)
    .getByRole('button', { name: /^Undo Facial/ })
    .click();
  await expect(facial.getByText('2/3 remaining')).toBeVisible();
  await expect(steps).toHaveCount(4);
  await expect(steps.filter({ hasText: byStylist }).getByText('undone')).toHaveCount(0);
  await expect(steps.nth(1).getByText('undone')).toBeVisible();

  // Nothing was deleted: the statement for the customer tells all of it.
  await facial.getByRole('link', { name: 'Statement' }).click();
  const statement = page.getByRole('table', { name: 'History' });
  await expect(statement.getByRole('row', { name: new RegExp(`Redeemed.*${byStylist}`) })).toBeVisible();
  await expect(statement.getByRole('row', { name: /^.*Undone/ })).toBeVisible();
});

async function redeem(page: Page, name: string, left: string): Promise<void> {
  await card(page, name)
    .getByRole('button', { name: /^Redeem Facial/ })
    .click();
  await expect(card(page, name).getByText(left)).toBeVisible();
}

async function nameOf(page: Page): Promise<string> {
  return (await (await page.request.get(`${readDemo().api}/v1/session`)).json()).person.name;
}

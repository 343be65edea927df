import { expect, type Page, test } from '@playwright/test';
import { finder } from './front-desk.ts';
import { card, ownName, profile, sell } from './packages.ts';
import { open, openSettings, signIn } from './people.ts';

async function settle(page: Page, rule: string): Promise<void> {
  await openSettings(page, 'Packages');
  const rules = page.getByRole('region', { name: 'Redeeming' });
  await rules.getByRole('checkbox', { name: rule }).press('Space');
  // The notice of a former saving may still be in view: the answer is waited for.
  const saved = page.waitForResponse((answer) => answer.request().method() !== 'GET' && answer.ok());
  await rules.getByRole('button', { name: 'Save' }).click();
  await saved;
  await expect(page.getByText('Saved.').last()).toBeVisible();
}

async function atTheDesk(page: Page, name: string): Promise<void> {
  await open(page, 'Today');
  await finder(page).fill(name);
  await page.getByRole('option', { name: new RegExp(name) }).click();
}

test('PK-20 the owner withdraws redeeming from staff: the button is gone, and the server refuses as well', async ({
  page,
  browser,
}) => {
  const name = ownName();
  await signIn(page, 'mayfair', 'OWNER');
  await profile(page, 'Emma Kelly');
  await sell(page, { name, sessions: 3, price: '40' });
  const stylist = await (await browser.newContext()).newPage();
  await signIn(stylist, 'mayfair', 'STAFF');
  await atTheDesk(stylist, 'Emma Kelly');
  const theirs = card(stylist, name);
  await theirs.getByRole('button', { name: /^Redeem Facial/ }).click();
  await expect(theirs.getByRole('button', { name: /^Redeem Facial 2 left/ })).toBeVisible();

  await settle(page, 'Staff may redeem');
  // The screen is still from before: the server says no, and the button goes.
  await theirs.getByRole('button', { name: /^Redeem Facial/ }).click();
  await expect(theirs.getByText('Reception redeems here.')).toBeVisible();
  await expect(theirs.getByRole('button', { name: /^Redeem/ })).toHaveCount(0);
  await expect(theirs.getByText('2 left')).toBeVisible();
  await stylist.reload();
  await expect(theirs.getByText('Reception redeems here.')).toBeVisible();
  await expect(stylist.getByRole('button', { name: /^Undo/ })).toHaveCount(0);

  await settle(page, 'Staff may redeem');
  await stylist.reload();
  await expect(theirs.getByRole('button', { name: /^Redeem Facial 2 left/ })).toBeVisible();
});

test('PK-13 only up to the paid value: reception reads what is to be taken first', async ({ page, browser }) => {
  const name = ownName();
  await signIn(page, 'mayfair', 'OWNER');
  await profile(page, 'Emma Kelly');
  await sell(page, { name, sessions: 3, price: '40' });
  await settle(page, 'Only up to the paid value');
  const reception = await (await browser.newContext()).newPage();
  await signIn(reception, 'mayfair', 'RECEPTION');
  await atTheDesk(reception, 'Emma Kelly');
  await card(reception, name)
    .getByRole('button', { name: /^Redeem Facial/ })
    .click();
  await expect(card(reception, name).getByText('Only what is paid can be redeemed. Take €40.00 first.')).toBeVisible();
  await expect(card(reception, name).getByRole('button', { name: /^Redeem Facial 3 left/ })).toBeVisible();
  await settle(page, 'Only up to the paid value');
  await card(reception, name)
    .getByRole('button', { name: /^Redeem Facial/ })
    .click();
  await expect(card(reception, name).getByRole('button', { name: /^Redeem Facial 2 left/ })).toBeVisible();
});

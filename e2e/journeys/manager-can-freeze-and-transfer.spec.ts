import { expect, test } from '@playwright/test';
import { card, choose, given, inDays, ownName, profile, sell } from './packages.ts';
import { signIn } from './people.ts';

test('PK-19 a manager freezes a package, nothing can be redeemed, and thaws it; the history says how the expiry moved', {
  tag: '@dates',
}, async ({ page }) => {
  await signIn(page, 'mayfair', 'MANAGER');
  await profile(page, 'Emma Kelly');
  const name = ownName();
  const facial = await sell(page, { name, sessions: 5, price: '40', days: 60 });

  await facial.getByRole('button', { name: `Freeze ${name}` }).click();
  const dialog = page.locator('desk-freeze-package');
  await dialog.getByLabel('Last frozen day').fill(inDays(-2));
  await dialog.getByRole('button', { name: 'Freeze', exact: true }).click();
  await expect(dialog.getByText('It ends before it begins.')).toBeVisible();
  await dialog.getByLabel('Last frozen day').fill(inDays(13));
  await expect(dialog.getByText(/^14 days: valid through /)).toBeVisible();
  await dialog.getByLabel('Reason').fill('broken leg');
  await dialog.getByRole('button', { name: 'Freeze', exact: true }).click();

  await expect(facial.getByText('Frozen', { exact: true })).toBeVisible();
  await expect(facial.getByText(/^Expires .*in 74 days/)).toBeVisible();
  await expect(facial.getByText('Package frozen')).toBeVisible();
  await expect(facial.getByRole('button', { name: /Redeem/ }).first()).toHaveAttribute('aria-disabled', 'true');
  await facial.getByRole('button', { name: /^Edit / }).click();
  await expect(facial.getByText('thaw it to change its expiry', { exact: false })).toBeVisible();

  await facial.getByRole('button', { name: `Thaw ${name}` }).click();
  await expect(facial.getByText(/^Expires .*in 60 days/)).toBeVisible();
  await expect(facial.getByText('Frozen', { exact: true })).toHaveCount(0);
  await facial.getByText('History', { exact: true }).click();
  const history = facial.getByRole('list', { name: 'History' });
  await expect(history.getByText('broken leg')).toBeVisible();
  await expect(history.getByText(/0 days frozen/)).toBeVisible();
});

test('PK-19 sessions go to another customer with their part of the money, each history leads to the other', {
  tag: '@dates',
}, async ({ page }) => {
  await signIn(page, 'mayfair', 'MANAGER');
  await profile(page, 'Emma Kelly');
  const name = ownName();
  const facial = await sell(page, { name, sessions: 4, price: '40' });
  await facial.getByRole('button', { name: 'Transfer sessions' }).click();
  const dialog = page.locator('desk-transfer-sessions');
  await dialog.getByLabel('Sessions', { exact: true }).fill('5');
  await dialog.getByRole('button', { name: /^Transfer \d session/ }).click();
  await expect(dialog.getByText('A whole number, 1 to 4.')).toBeVisible();
  await dialog.getByLabel('Sessions', { exact: true }).fill('3');
  await expect(dialog.getByText('€120.00 of the price goes along', { exact: false })).toBeVisible();
  await expect(dialog.getByText('The receiver will owe €120.00.')).toBeVisible();
  await dialog.getByLabel('To whom').fill('Niamh');
  await dialog.getByRole('button', { name: /Niamh Walsh/ }).click();
  await dialog.getByLabel('Reason').fill('for her sister');
  await dialog.getByRole('button', { name: 'Transfer 3 sessions' }).click();
  await expect(page.getByText('3 sessions transferred to Niamh Walsh.')).toBeVisible();

  await expect(facial.getByText('€40.00', { exact: true }).first()).toBeVisible();
  await expect(facial.getByText('1/4 remaining')).toBeVisible();
  await facial.getByText('History', { exact: true }).click();
  await facial.getByRole('list', { name: 'History' }).getByRole('link', { name: 'to Niamh Walsh' }).click();

  const received = card(page, name);
  await expect(received.getByText('3/3 remaining')).toBeVisible();
  await received.getByText('History', { exact: true }).click();
  const history = received.getByRole('list', { name: 'History' });
  await expect(history.getByText('Received by transfer')).toBeVisible();
  await expect(history.getByRole('link', { name: 'from Emma Kelly' })).toBeVisible();
});

test('PK-19 a package is renewed from its card: price and validity before, linked both ways after', {
  tag: '@dates',
}, async ({ page }) => {
  await signIn(page, 'mayfair', 'RECEPTION');
  await profile(page, 'Emma Kelly');
  const name = ownName();
  const facial = await sell(page, { name, sessions: 2, price: '40', days: 30 });
  await expect(facial.getByRole('button', { name: 'Transfer sessions' })).toHaveCount(0);
  await expect(facial.getByRole('button', { name: `Freeze ${name}` })).toHaveCount(0);
  await facial.getByRole('button', { name: `Renew ${name}` }).click();
  const dialog = page.locator('desk-renew-package');
  await expect(dialog.getByText('2 × Facial', { exact: false })).toBeVisible();
  await expect(dialog.getByLabel('Last valid day')).toHaveValue(inDays(30));
  await choose(dialog, 'First payment', 'All of it');
  await dialog.getByRole('button', { name: 'Sell for €80.00' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(card(page, name)).toHaveCount(2);
  const renewed = card(page, name).filter({ hasText: 'Paid' }).filter({ hasNotText: 'Unpaid' });
  await expect(renewed).toHaveCount(1);
  await renewed.getByText('History', { exact: true }).click();
  await expect(renewed.getByRole('link', { name: `renews ${name}` })).toBeVisible();
});

test('PK-19 the last session redeemed: renewing it is one click away', { tag: '@dates' }, async ({ page }) => {
  await signIn(page, 'mayfair', 'RECEPTION');
  const name = ownName();
  await given(page, { customer: 'Emma Kelly', name, sessions: 1 });
  await profile(page, 'Emma Kelly');
  const facial = card(page, name);
  await facial.getByRole('button', { name: /^Redeem Facial/ }).click();
  await facial.locator('desk-redeem-session').getByRole('button', { name: 'Renew' }).click();
  const dialog = page.locator('desk-renew-package');
  await expect(dialog.getByText('1 × Facial', { exact: false })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

import { expect, test } from '@playwright/test';
import { card, choose, ownName, profile } from './packages.ts';
import { open, signIn } from './people.ts';

test('PK-01 the owner makes a template with a live price, reception sells it, a retired one is not on offer', async ({
  page,
  browser,
}) => {
  const name = ownName();
  await signIn(page, 'mayfair', 'OWNER');
  await open(page, 'Packages');
  await page.getByRole('link', { name: 'Templates' }).click();
  await page.getByRole('button', { name: 'New template' }).click();
  const dialog = page.locator('desk-template');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Service', { exact: true }).fill('Facial');
  await dialog.getByLabel('Sessions').fill('10');
  await dialog.getByLabel('Price of one (EUR)').fill('1e3');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText(/^Digits only/)).toBeVisible();
  await dialog.getByLabel('Price of one (EUR)').fill('40');
  await choose(dialog, 'Discount', 'Percent');
  await dialog.getByLabel('Percent (%)').fill('15');
  await expect(dialog.getByText('€340.00')).toBeVisible();
  await choose(dialog, 'Validity', 'Months');
  await dialog.getByLabel('Months valid').fill('6');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('listitem').filter({ hasText: name });
  await expect(row.getByText('10 × Facial · valid 6 months · 0 sold')).toBeVisible();

  const reception = await (await browser.newContext()).newPage();
  await signIn(reception, 'mayfair', 'RECEPTION');
  await profile(reception, 'Emma Kelly');
  await reception.getByRole('button', { name: 'Sell package' }).click();
  const sale = reception.locator('desk-sell-package');
  await choose(sale, 'What', new RegExp(name));
  await choose(sale, 'First payment', 'A part');
  await sale.getByLabel('Amount (EUR)').fill('40');
  await sale.getByRole('button', { name: 'Sell for €340.00' }).click();
  const sold = card(reception, name);
  await expect(sold.getByText('Partial', { exact: true })).toBeVisible();
  await expect(sold.getByText('€300.00 due')).toBeVisible();
  await expect(sold.getByText('10/10 remaining')).toBeVisible();

  await page.getByRole('button', { name: `Retire ${name}` }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: 'Retired' }).click();
  await expect(page.getByRole('button', { name: `Offer ${name} again` })).toBeVisible();

  await open(reception, 'Packages');
  await reception.getByRole('link', { name: 'Debts' }).click();
  await expect(reception.getByRole('listitem').filter({ hasText: 'Emma Kelly' })).toBeVisible();
  await expect(reception.getByText(/owed by \d+ customers/)).toBeVisible();
});

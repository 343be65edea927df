import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { choose, middleOfNextMonth, ownName, profile, sell } from './packages.ts';
import { open, provePassword, signIn } from './people.ts';

test('PK-06 a manager finds what expires next month in one click, reads the totals and takes the list along', {
  tag: '@dates',
}, async ({ page }) => {
  const name = ownName();
  await signIn(page, 'mayfair', 'MANAGER');
  await profile(page, 'Emma Kelly');
  const facial = await sell(page, { name, sessions: 4, price: '25' });
  await facial.getByRole('button', { name: /^Edit / }).click();
  await facial.getByLabel('Last valid day').fill(middleOfNextMonth());
  await facial.getByRole('button', { name: 'Change Expiry' }).click();
  await expect(facial.getByText(/^Expires /)).toBeVisible();

  await open(page, 'Packages');
  await page.getByRole('button', { name: 'Expiring next month' }).click();
  const table = page.getByRole('table', { name: 'Customer Packages' });
  await expect(table.getByRole('link', { name })).toBeVisible();
  await page.getByLabel('Search').fill(name);
  const totals = page.getByRole('group', { name: 'Total' });
  await expect(totals.getByText('1 package', { exact: true })).toBeVisible();
  await expect(totals.getByText('4 sessions left')).toBeVisible();
  await expect(totals.getByText('€100.00')).toHaveCount(2);
  await page.reload();
  await expect(table.getByRole('row')).toHaveCount(2);

  const link = page.getByRole('link', { name: 'Download CSV' });
  const coming = page.waitForEvent('download');
  await link.click();
  await provePassword(page, 'mayfair', 'MANAGER');
  const csv = await readFile(await (await coming).path(), 'utf8');
  expect(csv).toContain(name);

  await page.getByRole('button', { name: 'Clear filters' }).click();
  await choose(page.locator('desk-package-filters'), 'Payment', 'Unpaid');
  await page.getByRole('button', { name: 'More filters' }).click();
  await page.getByLabel('Service', { exact: true }).fill('facial');
  await expect(table.getByRole('link', { name })).toBeVisible();
  await page.getByLabel('Unused for days').fill('30');
  await expect(table.getByRole('link', { name })).toHaveCount(0);
});

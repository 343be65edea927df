import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { readDemo } from '../stage/demo.ts';
import { choose, ownName, profile } from './packages.ts';
import { open, provePassword, signIn } from './people.ts';

/** A template of its own, so that the figures are this journey's alone: four facials at €25. */
async function template(page: Page, name: string): Promise<void> {
  const { api } = readDemo();
  const { csrf } = await (await page.request.get(`${api}/v1/session`)).json();
  const headers = { 'x-csrf-token': csrf, origin: api, 'idempotency-key': randomUUID() };
  const data = { name, services: [{ name: 'Facial', quantity: 4, unitPrice: 2_500 }] };
  expect((await page.request.post(`${api}/v1/package-templates`, { headers, data })).status()).toBe(201);
}

test('PK-18 an owner reads what was sold, received and redeemed of a template, and what the salon still owes', {
  tag: '@dates',
}, async ({ page }) => {
  const name = ownName();
  await signIn(page, 'mayfair', 'OWNER');
  await template(page, name);
  await profile(page, 'Emma Kelly');
  await page.getByRole('button', { name: 'Sell package' }).click();
  const dialog = page.locator('desk-sell-package');
  await choose(dialog, 'What', new RegExp(name));
  await dialog.getByRole('button', { name: /^Sell for/ }).click();
  const facial = page.getByRole('article', { name, exact: true });
  await facial.getByRole('button', { name: /^Redeem Facial/ }).click();
  await expect(facial.getByRole('button', { name: /^Redeem Facial 3 left/ })).toBeVisible();

  await open(page, 'Reports');
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeVisible();
  await choose(page.locator('desk-span-chooser'), 'Template', name);
  const steps = page.getByRole('table', { name: 'What is owed to customers' });
  await expect(steps.getByRole('row', { name: '+ Sold 4 €100.00' })).toBeVisible();
  await expect(steps.getByRole('row', { name: '− Redeemed 1 €25.00' })).toBeVisible();
  await expect(steps.getByRole('row', { name: '= Closing 3 €75.00' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^From €0\.00 before .* to €75\.00 at the end of/ })).toBeVisible();
  const today = page.getByRole('region', { name: 'Today' });
  await expect(today.getByText('3 sessions')).toBeVisible();
  await expect(today.getByText('€0.00')).toBeVisible();
  await expect(today.getByText('€100.00')).toBeVisible();
  await expect(page.getByRole('img', { name: /by month/ })).toBeVisible();
  await expect(page.getByRole('table', { name: 'By template' }).getByRole('row')).toHaveCount(3);

  await page.reload();
  await expect(steps.getByRole('row', { name: '= Closing 3 €75.00' })).toBeVisible();
  const link = page.getByRole('link', { name: 'CSV by month and template' });
  const coming = page.waitForEvent('download');
  await link.click();
  await provePassword(page, 'mayfair', 'OWNER');
  const csv = await readFile(await (await coming).path(), 'utf8');
  expect(csv.trim().split('\r\n').at(-1)).toContain(name);

  await choose(page.locator('desk-span-chooser'), 'Months', 'Last year');
  await expect(page.getByText('Nothing in these months')).toBeVisible();
  await page.getByRole('link', { name: 'Debt list' }).click();
  await expect(page.getByRole('link', { name: 'Emma Kelly' })).toBeVisible();
});

test('PK-18, PK-20 reception has no reports', { tag: '@dates' }, async ({ page }) => {
  await signIn(page, 'mayfair', 'RECEPTION');
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Packages' }).first()).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Reports' })).toHaveCount(0);
  await page.goto(`${readDemo().console}/reports`);
  await expect(page.getByText('There is nothing here')).toBeVisible();
});

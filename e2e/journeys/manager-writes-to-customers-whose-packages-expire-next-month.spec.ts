import { expect, test } from '@playwright/test';
import { mailTo } from '../stage/demo.ts';
import { card, middleOfNextMonth, ownName, profile, sell } from './packages.ts';
import { open, signIn, tenant } from './people.ts';

test('PK-06 PK-10 what expires next month is found in one click, its customers are written to, and one comes in time', {
  tag: '@dates',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const name = ownName();
  await signIn(page, 'mayfair', 'MANAGER');
  await profile(page, 'Emma Kelly');
  const facial = await sell(page, { name, sessions: 2, price: '40', days: 300 });
  await facial.getByRole('button', { name: /^Edit / }).click();
  await facial.getByLabel('Last valid day').fill(middleOfNextMonth());
  await facial.getByRole('button', { name: 'Change Expiry' }).click();
  await expect(facial.getByText(/^Expires .*in \d{1,2} days/)).toBeVisible();

  await open(page, 'Packages');
  await page.getByRole('button', { name: 'Expiring next month' }).click();
  await page.getByLabel('Search').fill(name);
  await expect(page.getByRole('table', { name: 'Customer Packages' }).getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Write to them' }).click();
  const dialog = page.locator('desk-write-letter');
  await dialog.getByLabel('Subject').fill(`Come soon: ${name}`);
  await dialog.getByLabel('Text').fill('Dear {name},\n\nthese are still waiting for you:\n\n{packages}');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByText('1 customer gets it')).toBeVisible();
  await dialog.getByRole('button', { name: 'Send to 1 customer' }).click();
  await expect(dialog.getByText('Sent', { exact: true })).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  const emma = tenant('mayfair').customers.find((one) => one.name === 'Emma Kelly');
  const mail = await mailTo(emma?.email ?? '', `Come soon: ${name}`);
  expect(mail.text).toContain('Dear Emma Kelly,');
  expect(mail.text).toContain(`${name}: 2 left`);

  await profile(page, 'Emma Kelly');
  await card(page, name)
    .getByRole('button', { name: /^Redeem Facial/ })
    .click();
  await expect(card(page, name).getByText('1/2 remaining')).toBeVisible();
});

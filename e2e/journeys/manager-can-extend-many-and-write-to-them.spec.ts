import { expect, test } from '@playwright/test';
import { dayText, given, inDays, ownName } from './packages.ts';
import { open, signIn } from './people.ts';

test('PK-19 a manager extends all packages that pass the filters, sees what became of each and undoes it', {
  tag: '@dates',
}, async ({ page }) => {
  await signIn(page, 'mayfair', 'MANAGER');
  const name = ownName();
  await given(page, { customer: 'Emma Kelly', name, sessions: 2, days: 20 });
  await given(page, { customer: 'Niamh Walsh', name, sessions: 2, days: 40 });
  await given(page, { customer: 'Niamh Walsh', name, sessions: 2 });
  await open(page, 'Packages');
  await page.getByLabel('Search').fill(name);
  await expect(page.getByRole('row')).toHaveCount(4);
  await page.getByRole('button', { name: 'Extend all' }).click();
  const dialog = page.locator('desk-extend-packages');
  await expect(dialog.getByText('2 packages will be extended')).toBeVisible();
  await dialog.getByLabel('Days', { exact: true }).fill('14');
  const [before, after] = [dayText(inDays(20)), dayText(inDays(34))];
  const example = dialog.getByRole('listitem').filter({ hasText: 'Emma Kelly' });
  await expect(example.getByText(`${before} → ${after}`, { exact: true })).toBeVisible();
  await dialog.getByText('1 package is left out').click();
  await expect(dialog.getByText('Never expires')).toBeVisible();
  await dialog.getByRole('button', { name: 'Extend 2 packages' }).click();
  await expect(dialog.getByText('Please fill this in.')).toBeVisible();
  await dialog.getByLabel('Reason').fill('we were closed');
  await dialog.getByRole('button', { name: 'Extend 2 packages' }).click();
  await expect(dialog.getByText('Done')).toBeVisible({ timeout: 30_000 });
  await dialog.getByText('Results').click();
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  const row = page.getByRole('row', { name: /Emma Kelly/ });
  await expect(row.getByRole('cell', { name: after, exact: true })).toBeVisible();

  await page.getByRole('link', { name: 'Many at once' }).click();
  const batch = page.getByRole('region', { name: 'we were closed' }).first();
  await batch.getByRole('button', { name: 'Undo' }).click();
  await expect(batch.getByText('Undone').first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'Customer Packages' }).click();
  await page.getByLabel('Search').fill(name);
  await expect(page.getByRole('row')).toHaveCount(4);
  await expect(row.getByRole('cell', { name: before, exact: true })).toBeVisible();
});

test('PK-06 a manager writes to those whose packages expire: preview, one mail each, a result per customer; twice asks', {
  tag: '@dates',
}, async ({ page }) => {
  await signIn(page, 'mayfair', 'MANAGER');
  const name = ownName();
  await given(page, { customer: 'Emma Kelly', name, sessions: 2, days: 20 });
  await given(page, { customer: 'Emma Kelly', name, sessions: 3, days: 25 });
  await open(page, 'Packages');
  await page.getByLabel('Search').fill(name);
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Write to them' }).click();
  const dialog = page.locator('desk-write-letter');
  await dialog.getByLabel('Subject').fill(`News for {nmae}`);
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByText('Nothing stands for {nmae}.')).toBeVisible();
  await dialog.getByLabel('Subject').fill(`News about ${name}`);
  await dialog.getByLabel('Text').fill('Dear {name},\n\n');
  await dialog.getByRole('button', { name: 'List of packages' }).click();
  await expect(dialog.getByLabel('Text')).toHaveValue(/Dear \{name\},\n\n\{packages\}/);
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByText('1 customer gets it')).toBeVisible();
  const sample = dialog.frameLocator('iframe');
  await expect(sample.getByText('Dear Emma Kelly,')).toBeVisible();
  await expect(sample.getByText(`${name}: 2 left, valid through`, { exact: false })).toBeVisible();
  await expect(sample.getByText('No more of these mails')).toBeVisible();
  await dialog.getByRole('button', { name: 'Send to 1 customer' }).click();
  await expect(dialog.getByText('Sent', { exact: true })).toBeVisible({ timeout: 30_000 });
  await dialog.getByText('Results').click();
  await expect(dialog.getByRole('link', { name: 'Emma Kelly' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();

  await page.getByRole('button', { name: 'Write to them' }).click();
  await dialog.getByLabel('Subject').fill(`News about ${name}`);
  await dialog.getByLabel('Text').fill('Dear {name},\n\n{packages}');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByText('Send them again?', { exact: false })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Send again' })).toBeVisible();
});

test('PK-20 reception neither extends many nor writes to them', { tag: '@dates' }, async ({ page }) => {
  await signIn(page, 'mayfair', 'RECEPTION');
  await open(page, 'Packages');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  for (const act of ['Extend all', 'Write to them'])
    await expect(page.getByRole('button', { name: act })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Many at once' })).toHaveCount(0);
});

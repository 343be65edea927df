import { expect, test } from '@playwright/test';
import { openSettings, signIn } from './people.ts';

test('PK-17 the owner chooses when customers are reminded and what they are not told', async ({ page }) => {
  await signIn(page, 'mayfair', 'OWNER');
  await openSettings(page, 'Packages');
  const messages = page.getByRole('region', { name: 'Messages to customers' });
  const used = messages.getByRole('checkbox', { name: 'When the last session is used' });
  await expect(used).toBeChecked();
  await messages.getByLabel('Remind so many days before expiry').fill('91');
  await messages.getByRole('button', { name: 'Save' }).click();
  await expect(messages.getByText('A whole number, 1 to 90.')).toBeVisible();
  await messages.getByLabel('Remind so many days before expiry').fill('14');
  await used.press('Space');
  await messages.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(used).not.toBeChecked();
  await expect(messages.getByLabel('Remind so many days before expiry')).toHaveValue('14');
  await messages.getByLabel('Remind so many days before expiry').fill('7');
  await used.press('Space');
  await messages.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
});

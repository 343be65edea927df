import { expect, test } from '@playwright/test';
import { card, inDays, ownName, profile, sell } from './packages.ts';
import { signIn } from './people.ts';

test('PK-09 PK-10 a manager changes and removes the expiry and corrects sessions, each with a trace', {
  tag: '@dates',
}, async ({ page }) => {
  await signIn(page, 'mayfair', 'MANAGER');
  await profile(page, 'Emma Kelly');
  const facial = await sell(page, { name: ownName(), sessions: 2, price: '40', days: 60 });
  await facial.getByRole('button', { name: /^Edit / }).click();

  await facial.getByLabel('Last valid day').fill(inDays(-1));
  await facial.getByRole('button', { name: 'Change Expiry' }).click();
  await expect(facial.getByText('This day is over.', { exact: false })).toBeVisible();
  await facial.getByLabel('Last valid day').fill(inDays(20));
  await facial.getByLabel('Reason for the new date').fill('holiday');
  await facial.getByRole('button', { name: 'Change Expiry' }).click();
  await expect(facial.getByText(/^Expires .*in 20 days/)).toBeVisible();
  await facial.getByRole('button', { name: 'Remove Expiry' }).click();
  await expect(facial.getByText('Never expires')).toBeVisible();

  await facial.getByLabel('Reason (optional)').fill('counted twice');
  await facial.getByRole('button', { name: 'Mark one more Facial used' }).click();
  await expect(facial.getByText('1/2 used · 1 remaining')).toBeVisible();
  await expect(facial.getByText('Status becomes Fully Used.', { exact: false })).toBeVisible();
  await facial.getByRole('button', { name: 'Mark one more Facial used' }).click();
  await expect(facial.getByText('Fully Used', { exact: true })).toBeVisible();
  await expect(facial.getByRole('button', { name: 'Mark one more Facial used' })).toBeDisabled();
  await facial.getByRole('button', { name: 'Give one Facial back' }).click();
  await expect(facial.getByText('Active', { exact: true })).toBeVisible();

  await facial.getByText('History', { exact: true }).click();
  const history = facial.getByRole('list', { name: 'History' });
  await expect(history.getByText('Correction: counted twice')).toBeVisible();
  await expect(history.getByText('Expiry changed')).toHaveCount(2);
  await expect(history.getByText('holiday')).toBeVisible();
  await expect(history.getByText(/→ Never expires/)).toBeVisible();
});

test('PK-11 PK-20 an expired package can only be restored, with a reason; reception has no pencil', {
  tag: '@dates',
}, async ({ page, browser }) => {
  await signIn(page, 'mayfair', 'MANAGER');
  await profile(page, 'Niamh Walsh');
  const expired = card(page, 'Manicure 4');
  await expired.getByRole('button', { name: 'Edit Manicure 4' }).click();
  await expect(expired.getByText('Session Correction')).toHaveCount(0);
  await expired.getByLabel('Last valid day').fill(inDays(10));
  await expect(expired.getByText('Status becomes Active.', { exact: false })).toBeVisible();
  await expired.getByRole('button', { name: 'Change Expiry' }).click();
  await expect(expired.getByText('Please fill this in.')).toBeVisible();
  await expect(expired.getByText('Expired', { exact: true })).toBeVisible();

  const reception = await (await browser.newContext()).newPage();
  await signIn(reception, 'mayfair', 'RECEPTION');
  await profile(reception, 'Niamh Walsh');
  await expect(card(reception, 'Manicure 4')).toBeVisible();
  await expect(reception.getByRole('button', { name: /^Edit / })).toHaveCount(0);
  await expect(reception.getByRole('button', { name: 'Cancel package' })).toHaveCount(0);
});

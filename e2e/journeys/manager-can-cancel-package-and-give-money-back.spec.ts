import { expect, test } from '@playwright/test';
import { choose, ownName, profile, sell } from './packages.ts';
import { signIn } from './people.ts';

test('PK-14 PK-15 PK-16 a manager notes an arrangement, cancels with the fair refund and prints the statement', async ({
  page,
}) => {
  await signIn(page, 'mayfair', 'MANAGER');
  await profile(page, 'Emma Kelly');
  const facial = await sell(page, { name: ownName(), sessions: 3, price: '40' });
  await facial.getByRole('button', { name: 'Take payment' }).click();
  await facial.getByRole('button', { name: 'Mark paid: €120.00' }).click();
  await expect(facial.getByText('Paid', { exact: true })).toBeVisible();
  await facial.getByRole('button', { name: /^Redeem Facial/ }).click();
  await expect(facial.getByText('2/3 remaining')).toBeVisible();

  await facial.getByText('Notes', { exact: true }).click();
  await facial.getByLabel('New note').fill('agreed to pay per visit');
  await facial.getByRole('checkbox', { name: 'Pin it to the card' }).press('Space');
  await facial.getByRole('button', { name: 'Add note' }).click();
  await expect(facial.getByRole('list', { name: 'Pinned' }).getByText('agreed to pay per visit')).toBeVisible();

  await facial.getByRole('button', { name: 'Cancel package' }).click();
  const dialog = page.locator('desk-cancel-package');
  await dialog.getByRole('button', { name: 'Cancel package' }).click();
  await expect(dialog.getByText('Please fill this in.')).toBeVisible();
  await choose(dialog, 'Reason', 'Refund');
  await expect(dialog.getByText('€80.00')).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Give money back now' }).press('Space');
  await dialog.getByRole('button', { name: 'Cancel and give back €80.00' }).click();
  await expect(facial.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect(facial.getByRole('button', { name: /^Edit / })).toHaveCount(0);

  await facial.getByRole('link', { name: 'Statement' }).click();
  const steps = page.getByRole('table', { name: 'History' });
  await expect(steps.getByRole('row', { name: /Cancelled .*Active → Cancelled/ })).toBeVisible();
  await expect(steps.getByRole('row', { name: /Refund .*−€80\.00.*€40\.00/ })).toBeVisible();
  await expect(page.getByText('agreed to pay per visit')).toHaveCount(0);
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(steps).toBeVisible();
});

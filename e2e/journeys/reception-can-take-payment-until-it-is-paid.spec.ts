import { expect, test } from '@playwright/test';
import { choose, ownName, profile, sell } from './packages.ts';
import { signIn } from './people.ts';

test('PK-12 PK-13 reception redeems with the debt in sight, takes part payments, reverses one and marks it paid', async ({
  page,
}) => {
  await signIn(page, 'mayfair', 'RECEPTION');
  await profile(page, 'Emma Kelly');
  const facial = await sell(page, { name: ownName(), sessions: 3, price: '40' });
  await expect(facial.getByText('Unpaid', { exact: true })).toBeVisible();
  await expect(facial.getByText('€120.00 still to pay.')).toBeVisible();
  await facial.getByRole('button', { name: /^Redeem Facial/ }).click();
  await expect(facial.getByText('2/3 remaining')).toBeVisible();

  await facial.getByRole('button', { name: 'Take payment' }).click();
  for (const [typed, said] of [
    ['1e3', 'Digits only'],
    ['-1', 'Digits only'],
    ['0', 'more than nothing'],
    ['120.01', 'At most €120.00.'],
  ] as const) {
    await facial.getByLabel('Amount (EUR)').fill(typed);
    await facial.getByRole('button', { name: 'Take payment' }).click();
    await expect(facial.getByText(said)).toBeVisible();
  }
  await facial.getByLabel('Amount (EUR)').fill('50');
  await choose(facial, 'Method', 'Card');
  await facial.getByRole('button', { name: 'Take payment' }).click();
  await expect(facial.getByText('Partial', { exact: true })).toBeVisible();
  await expect(facial.getByText('€70.00 due')).toBeVisible();

  await facial.getByText('Payments', { exact: true }).click();
  await facial.getByRole('button', { name: /^Reverse €50.00/ }).click();
  await facial.getByLabel('Why (optional)').fill('wrong package');
  await facial.getByRole('button', { name: 'Reverse', exact: true }).click();
  await expect(facial.getByText('Unpaid', { exact: true })).toBeVisible();

  await facial.getByRole('button', { name: 'Take payment' }).click();
  await facial.getByRole('button', { name: 'Mark paid: €120.00' }).click();
  await expect(facial.getByText('Paid', { exact: true })).toBeVisible();
  await expect(facial.getByRole('button', { name: 'Take payment' })).toHaveCount(0);
  await facial.getByText('History', { exact: true }).click();
  const history = facial.getByRole('list', { name: 'History' });
  await expect(history.getByText('Payment reversed')).toBeVisible();
  await expect(history.getByText('€120.00 paid')).toBeVisible();
});

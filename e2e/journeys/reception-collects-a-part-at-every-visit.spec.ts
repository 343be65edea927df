import { expect, test } from '@playwright/test';
import { card, choose, ownName, profile, sell } from './packages.ts';
import { open, signIn } from './people.ts';

test('PK-12 PK-13 PK-15 a package sold unpaid is paid visit by visit: Unpaid, Partial, Partial, Paid, in the list as on the card', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const name = ownName();
  await signIn(page, 'mayfair', 'RECEPTION');
  await profile(page, 'Emma Kelly');
  const facial = await sell(page, { name, sessions: 3, price: '40' });
  await facial.getByText('Notes', { exact: true }).click();
  await facial.getByLabel('New note').fill('agreed to pay €40 per visit');
  await facial.getByRole('button', { name: 'Add note' }).click();
  await expect(facial.getByText('Unpaid', { exact: true })).toBeVisible();

  for (const [badge, left] of [
    ['Partial', '2/3 remaining'],
    ['Partial', '1/3 remaining'],
    ['Paid', '0/3 remaining'],
  ] as const) {
    await profile(page, 'Emma Kelly');
    await card(page, name)
      .getByRole('button', { name: /^Redeem Facial/ })
      .click();
    await expect(facial.getByText(left)).toBeVisible();
    await facial.getByRole('button', { name: 'Take payment' }).click();
    await facial.getByLabel('Amount (EUR)').fill('40');
    await choose(facial, 'Method', 'Card');
    await facial.getByRole('button', { name: 'Take payment' }).click();
    await expect(facial.getByText(badge, { exact: true })).toBeVisible();

    await open(page, 'Packages');
    await page.getByLabel('Search').fill(name);
    const row = page.getByRole('table', { name: 'Customer Packages' }).getByRole('row', { name: new RegExp(name) });
    await expect(row.getByText(badge, { exact: true })).toBeVisible();
  }
  await profile(page, 'Emma Kelly');
  await expect(facial.getByText('Fully Used', { exact: true })).toBeVisible();
  await expect(facial.getByRole('button', { name: 'Take payment' })).toHaveCount(0);
});

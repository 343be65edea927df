import { expect, test } from '@playwright/test';
import { card, ownName, profile, sell } from './packages.ts';
import { open, signIn } from './people.ts';

test('PK-17 a customer without an address is on the list with her number, and is ticked off', async ({
  page,
  browser,
}) => {
  const name = ownName();
  await signIn(page, 'mayfair', 'RECEPTION');
  await profile(page, 'Nora Quinn');
  await sell(page, { name, sessions: 1, price: '40' });
  await card(page, name)
    .getByRole('button', { name: /^Redeem Facial/ })
    .click();
  await open(page, 'Packages');
  await page.getByRole('link', { name: 'To call' }).click();
  const row = page.getByRole('listitem').filter({ hasText: `${name} is used up` });
  await expect(row.getByText('No e-mail address')).toBeVisible();
  await expect(row.getByRole('link', { name: '+353 85 555 0104' })).toHaveAttribute('href', 'tel:+353855550104');
  await row.getByText('What was to be said').click();
  await expect(row.getByText(`You have used all of ${name}`)).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await signIn(other, 'mayfair', 'MANAGER');
  await open(other, 'Packages');
  await other.getByRole('link', { name: 'To call' }).click();
  const theirs = other.getByRole('listitem').filter({ hasText: `${name} is used up` });
  await expect(theirs).toBeVisible();
  await row.getByRole('button', { name: 'Called Nora Quinn' }).click();
  await expect(page.getByText('Noted: Nora Quinn was called.')).toBeVisible();
  // Nobody is called twice: it goes from everybody's list.
  await expect(theirs).toHaveCount(0);
  await other.getByRole('button', { name: 'Called', exact: true }).click();
  await expect(theirs.getByText(/called by Sofia Brennan/)).toBeVisible();
});

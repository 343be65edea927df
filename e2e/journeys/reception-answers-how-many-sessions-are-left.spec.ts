import { expect, test } from '@playwright/test';
import { card, ownName, profile, sell } from './packages.ts';
import { signIn } from './people.ts';

test('PK-03 PK-04 a customer asks how many sessions she has left: her profile says it at a glance', async ({
  page,
  browser,
}) => {
  test.setTimeout(90_000);
  const name = ownName();
  await signIn(page, 'mayfair', 'MANAGER');
  await profile(page, 'Emma Kelly');
  const facial = await sell(page, { name, sessions: 5, price: '40', days: 60 });
  for (const left of ['4/5 remaining', '3/5 remaining', '2/5 remaining']) {
    await facial.getByRole('button', { name: /^Redeem Facial/ }).click();
    await expect(facial.getByText(left)).toBeVisible();
  }

  // Another person at the desk, from the front page: her name, one click, and there it stands.
  const desk = await (await browser.newContext()).newPage();
  await signIn(desk, 'mayfair', 'RECEPTION');
  await profile(desk, 'Emma Kelly');
  const seen = card(desk, name);
  await expect(seen.getByText('3/5 services used')).toBeVisible();
  await expect(seen.getByText('2/5 remaining')).toBeVisible();
  await expect(seen.getByRole('img', { name: '3/5 services used' })).toBeVisible();
  await expect(seen.getByText('Active', { exact: true })).toBeVisible();
  await expect(seen.getByText(/^Expires .*in 60 days/)).toBeVisible();
});

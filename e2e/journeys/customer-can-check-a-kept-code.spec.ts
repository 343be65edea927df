import { expect, test } from '@playwright/test';
import { mailTo, readDemo } from '../stage/demo.ts';
import { card, ownName, profile, sell } from './packages.ts';
import { signIn, tenant } from './people.ts';

const notOurs = 'a1'.repeat(32);

test('PK-22 a customer pastes the code of a mail she kept and reads which step it covers; staff do the same', async ({
  page,
  browser,
}) => {
  // A sale, a portal, the console and a stranger: longer than most.
  test.setTimeout(90_000);
  const customer = tenant('mayfair').customers.find(({ name }) => name === 'Niamh Walsh');
  const name = ownName();
  await signIn(page, 'mayfair', 'RECEPTION');
  await profile(page, 'Niamh Walsh');
  const sold = await sell(page, { name, sessions: 3, price: '20' });
  const mail = await mailTo(customer?.email ?? '', name);
  const kept = /[0-9a-f]{64}/.exec(mail.text ?? '')?.[0] ?? '';
  expect(kept).toHaveLength(64);
  expect(mail.text).toContain('Check code');
  await sold.getByRole('button', { name: /^Redeem Facial/ }).click();
  await expect(sold.getByText('2/3 remaining')).toBeVisible();

  const portal = await (await browser.newContext()).newPage();
  await portal.goto(`${readDemo().hostPages}/portal?customer=${customer?.id}`);
  const own = portal.locator('bookinda-package-card').filter({ hasText: name });
  await own.getByRole('button', { name: 'History' }).click();
  await own.getByText('Check code', { exact: true }).click();
  const field = own.getByRole('textbox', { name: 'Code from your mail' });
  // The whole mail will do.
  await field.fill(mail.text ?? '');
  await field.press('Enter');
  await expect(own.getByText(/^This code was the state at the sale/)).toBeVisible();
  await expect(own.getByRole('listitem').filter({ hasText: 'Sold' })).toContainText('Your code reaches to here');

  const now = (await own.locator('code').textContent()) ?? '';
  await field.fill(now);
  await own.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(own.getByText('This code is the state now; nothing was changed and nothing was added.')).toBeVisible();
  await sold.getByRole('button', { name: /^Redeem Facial/ }).click();
  const steps = own.getByRole('list', { name: 'History' }).getByRole('listitem');
  await expect(steps.first()).toContainText('1 left');
  await own.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(
    own.getByText(/^This code was the state after step 1 of 2; nothing before it was changed/),
  ).toBeVisible();
  await field.fill(notOurs);
  await own.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(own.getByText(/^This code never belonged to this history/)).toBeVisible();

  await card(page, name).getByText('History').click();
  const check = card(page, name).getByRole('form', { name: 'Check a code' });
  await check.getByRole('textbox').fill(now);
  await check.getByRole('button', { name: 'Check' }).click();
  await expect(card(page, name).getByText(/^This code was the state after step 1 of 2/)).toBeVisible();

  // And whoever has nothing but the mail follows its link.
  const link = /http\S+\/v1\/package-check\/\S+/.exec(mail.text ?? '')?.[0] ?? '';
  const stranger = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await stranger.goto(link);
  await expect(stranger.getByRole('heading', { name: 'Nothing was changed' })).toBeVisible();
  await expect(stranger.getByText(/2 steps followed\. The sale was not changed/)).toBeVisible();
  await expect(stranger.getByText(kept)).toBeVisible();
});

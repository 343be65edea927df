import { createHmac, randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { mailTo, readDemo } from '../stage/demo.ts';
import { openSettings, provePassword, signIn } from './people.ts';

const password = 'seven quiet hairdryers';

/** What an authenticator app shows (RFC 6238: SHA-1, 6 digits, 30 s). */
function codeOf(secret: string): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(step).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

async function passwordOn(page: Page, email: string): Promise<void> {
  await page.goto(`${readDemo().console}/`);
  await page
    .getByLabel(/E-mail/)
    .first()
    .fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('PK-20 a member can add an authenticator and sign in with a recovery code', async ({ page, browser }) => {
  const email = `maya-${randomUUID().slice(0, 8)}@people.example`;
  await signIn(page, 'mayfair', 'OWNER');
  await openSettings(page, 'Members');
  await page.getByLabel('Name', { exact: true }).fill('Maya Hill');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await provePassword(page, 'mayfair', 'OWNER');
  const invitation = await mailTo(email, 'Mayfair Beauty invites you');
  const link = /http\S+\/manager\/invitation#[\w-]{43}/.exec(invitation.text)?.[0] ?? '';

  const maya = await (await browser.newContext()).newPage();
  await maya.goto(link);
  await maya.locator('input[type=password]').fill('password1234');
  await maya.getByRole('button', { name: 'Accept invitation' }).click();
  await expect(maya.getByText('on a list of leaked passwords')).toBeVisible();
  await maya.locator('input[type=password]').fill(password);
  await maya.getByRole('button', { name: 'Accept invitation' }).click();
  await expect(maya.getByText('Welcome!')).toBeVisible();
  await passwordOn(maya, email);
  await expect(maya.getByRole('navigation').first()).toBeVisible();

  await maya.getByRole('button', { name: /Maya Hill/ }).click();
  await maya.getByRole('menuitem', { name: 'Account and security' }).click();
  await maya.getByRole('button', { name: 'Set up' }).click();
  const proof = maya.locator('desk-prove-password');
  await expect(proof.getByText('Is it you?')).toBeVisible();
  await proof.getByLabel('Your password').fill('not my password');
  await proof.getByRole('button', { name: 'Continue' }).click();
  await expect(proof.getByText('This is not your password.')).toBeVisible();
  await proof.getByLabel('Your password').fill(password);
  await proof.getByRole('button', { name: 'Continue' }).click();
  const secret = (await maya.locator('code').first().textContent()) ?? '';
  await maya.getByLabel('Code', { exact: true }).fill(codeOf(secret));
  await maya.getByRole('button', { name: 'Turn on' }).click();
  const listed = maya.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(listed).toHaveCount(10);
  const codes = await listed.allTextContents();
  await maya.getByRole('button', { name: 'I have kept them' }).click();
  await expect(maya.getByText('10 recovery codes are left.')).toBeVisible();
  await mailTo(email, 'Two-factor sign-in was turned on');

  const elsewhere = await (await browser.newContext()).newPage();
  await passwordOn(elsewhere, email);
  await expect(elsewhere.getByText('Enter the six digits')).toBeVisible();
  await elsewhere.getByRole('button', { name: 'Use a recovery code' }).click();
  await elsewhere.getByLabel('Recovery code').fill('0000-0000-0000-0000');
  await elsewhere.getByRole('button', { name: 'Confirm' }).click();
  await expect(elsewhere.getByText('This code is wrong or was used already.')).toBeVisible();
  await elsewhere.getByLabel('Recovery code').fill((codes[0] ?? '').toUpperCase());
  await elsewhere.getByRole('button', { name: 'Confirm' }).click();
  await expect(elsewhere.getByRole('navigation').first()).toBeVisible();
  await mailTo(email, 'A recovery code was used');

  const again = await (await browser.newContext()).newPage();
  await passwordOn(again, email);
  await again.getByRole('button', { name: 'Use a recovery code' }).click();
  await again.getByLabel('Recovery code').fill(codes[0] ?? '');
  await again.getByRole('button', { name: 'Confirm' }).click();
  await expect(again.getByText('This code is wrong or was used already.')).toBeVisible();

  await openSettings(page, 'Security');
  const record = page.getByRole('list', { name: 'Security record' });
  await expect(record.getByText('Recovery code used').first()).toBeVisible();
  await expect(record.getByText('Two-factor sign-in turned on').first()).toBeVisible();
});

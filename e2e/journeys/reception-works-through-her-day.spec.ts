import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { chromiumFlags } from '../stage/chromium.ts';
import { filmOf, finder, shownCode } from './front-desk.ts';
import { card, ownName, profile, sell } from './packages.ts';
import { open, signIn } from './people.ts';

test('PK-07 PK-08 reception finds who stands at the desk, by name and by code, redeems the last session and takes it back', {
  tag: '@dates',
}, async ({ page }) => {
  const name = ownName();
  await signIn(page, 'mayfair', 'RECEPTION');
  await expect(page.getByRole('heading', { name: 'Today', exact: true })).toBeVisible();
  await expect(finder(page)).toBeFocused();
  await profile(page, 'Emma Kelly');
  await sell(page, { name, sessions: 2, price: '40' });

  await open(page, 'Today');
  await finder(page).fill('emma');
  await expect(page.getByRole('option', { name: /Emma Kelly/ })).toBeVisible();
  await finder(page).press('Enter');
  const panel = page.getByRole('region', { name: 'Emma Kelly, packages to redeem' });
  const facials = card(page, name);
  await expect(facials.getByText('€80.00 still to pay.')).toBeVisible();
  await facials.getByRole('button', { name: /^Redeem Facial/ }).click();
  await expect(facials.getByRole('button', { name: /^Redeem Facial 1 left/ })).toBeVisible();
  await panel.getByRole('button', { name: 'Close Emma Kelly' }).click();
  await expect(panel).toHaveCount(0);
  await expect(finder(page)).toBeFocused();

  // A scanner types: capitals, then Enter; a person types it her way.
  const { code } = await shownCode(page, 'mayfair', 'Emma Kelly');
  await finder(page).fill(`${code.slice(0, 5).toLowerCase()} ${code.slice(5).toLowerCase()}`);
  await finder(page).press('Enter');
  await expect(panel).toBeVisible();
  await facials.getByRole('button', { name: /^Redeem Facial/ }).click();
  await expect(facials.getByText(`That was the last session of ${name}.`)).toBeVisible();
  await facials.getByRole('button', { name: 'Renew' }).click();
  await expect(page.getByRole('dialog', { name: 'The same again for Emma Kelly' })).toBeVisible();
  const renewal = page.locator('desk-renew-package');
  await expect(renewal.getByText('€80.00', { exact: true })).toBeVisible();
  await renewal.getByRole('button', { name: 'Cancel' }).click();

  const todays = page.getByRole('region', { name: 'Redeemed today' });
  await todays.getByRole('button', { name: 'Undo Facial, Emma Kelly' }).first().click();
  await expect(todays.getByText('undone', { exact: true }).first()).toBeVisible();
  await expect(facials.getByRole('button', { name: /^Redeem Facial 1 left/ })).toBeVisible();
  await expect(facials.getByText(/^That was the last session/)).toHaveCount(0);

  // The day's other parts: what was taken moves without a reload.
  const till = page.getByRole('region', { name: 'Taken today' });
  await expect(till).toBeVisible();
  const { api } = await page.evaluate(() => ({ api: location.origin }));
  const session = await (await page.request.get(`${api}/v1/session`)).json();
  const list = await (await page.request.get(`${api}/v1/packages?q=${name.replace(' ', '%20')}`)).json();
  const paid = await page.request.post(`${api}/v1/packages/${list.items[0].id}/payments`, {
    headers: { 'x-csrf-token': session.csrf, origin: api, 'idempotency-key': crypto.randomUUID() },
    data: { amount: 8_000, method: 'voucher' },
  });
  expect(paid.ok()).toBe(true);
  await expect(till.getByText('Voucher')).toBeVisible();
});

test('PK-07 another salon’s code opens nobody; of several packages the one that expires first is proposed', {
  tag: '@dates',
}, async ({ page }) => {
  const { code } = await shownCode(page, 'mayfair', 'Emma Kelly');
  await signIn(page, 'aranyollo', 'RECEPTION');
  await finder(page).fill(code);
  await expect(page.getByText('This code is over or not from here. Ask her to open it again.')).toBeVisible();
  await finder(page).fill('Kiss É');
  await page.getByRole('option', { name: /Kiss Éva/ }).click();
  const panel = page.getByRole('region', { name: 'Kiss Éva, packages to redeem' });
  await expect(panel.getByRole('article')).toHaveCount(2);
  await expect(panel.getByText('Redeem here first: expires first.')).toHaveCount(1);
  await expect(panel.getByRole('article').first().getByText('Redeem here first: expires first.')).toBeVisible();
});

test('PK-07 the camera reads the code on her phone', { tag: '@dates' }, async () => {
  const film = join(tmpdir(), `customer-code-${process.pid}.y4m`);
  const pretended = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ];
  const browser = await chromium.launch({
    ...(process.env.CHROME_PATH ? { executablePath: process.env.CHROME_PATH } : {}),
    args: [...chromiumFlags, ...pretended],
  });
  try {
    const page = await browser.newPage();
    await filmOf((await shownCode(page, 'mayfair', 'Aoife Byrne')).drawing, film);
    await signIn(page, 'mayfair', 'RECEPTION');
    await page.getByRole('button', { name: 'Scan code' }).click();
    await expect(page.getByRole('region', { name: 'Aoife Byrne, packages to redeem' })).toBeVisible({
      timeout: 20_000,
    });
    await expect(page.getByRole('dialog')).toHaveCount(0);
  } finally {
    await browser.close();
  }
});

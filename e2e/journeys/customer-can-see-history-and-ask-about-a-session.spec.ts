import { expect, type Page, test } from '@playwright/test';
import { mailTo, readDemo } from '../stage/demo.ts';
import { tenant } from './people.ts';

declare global {
  interface Window {
    hostErrors: string[];
  }
}

const customer = (name: string) => {
  const found = tenant('aranyollo').customers.find((one) => one.name === name);
  if (!found) throw new Error(`no customer ${name}`);
  return found;
};

const tokenOf = (name: string) => {
  const { customers } = tenant('aranyollo');
  return customers[customers.findIndex((one) => one.name === name)]?.token ?? '';
};

const portal = (page: Page, name: string) => page.goto(`${readDemo().hostPages}/portal?customer=${customer(name).id}`);

const cardOf = (page: Page, name: string) => page.locator('bookinda-package-card').filter({ hasText: name }).first();

test('PK-21 a customer reads her history in Hungarian, asks about a session she does not remember, and gets number and mail', async ({
  page,
}) => {
  await portal(page, 'Nagy Anna');
  const card = cardOf(page, 'Masszázs 5');
  await card.getByRole('button', { name: 'Előzmények' }).click();
  const steps = card.getByRole('list', { name: 'Előzmények' }).getByRole('listitem');
  await expect(steps).toHaveCount(6);
  await expect(steps.first()).toContainText('Beváltás Masszázs −1');
  await expect(steps.first()).toContainText('még 1');
  await expect(steps.last()).toContainText('Eladás');
  await steps
    .first()
    .getByRole('button', { name: /^Valami nem stimmel\?/ })
    .click();
  const words = card.getByRole('textbox', { name: 'Mi történt?' });
  await expect(words).toBeFocused();
  await words.fill('Azon a héten nyaraltam, nem jártam a szalonban.');
  // Whatever she wrote survives a send that fails.
  await page.context().setOffline(true);
  await card.getByRole('button', { name: 'Küldés' }).click();
  await expect(card.getByText(/Amit írt, megmaradt/)).toBeVisible();
  await page.context().setOffline(false);
  await card.getByLabel('Fájlok').setInputFiles({
    name: 'jegy.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Budapest – Zadar'),
  });
  await card.getByRole('button', { name: 'Küldés' }).click();
  const asked = steps.first().getByText(/^Kérdése: TKT-\d{4,}$/);
  await expect(asked).toBeVisible();
  const number = /TKT-\d+/.exec((await asked.textContent()) ?? '')?.[0] ?? '';
  const mail = await mailTo(customer('Nagy Anna').email, number);
  expect(mail.subject).toContain(number);
  await mailTo('team@aranyollo.example', number);

  await page.reload();
  await card.getByRole('button', { name: 'Előzmények' }).click();
  await expect(steps.first()).toContainText(`Kérdése: ${number}`);
  await expect(steps.first().getByRole('button')).toHaveCount(0);
});

test('PK-19 she asks for the package once more', async ({ page }) => {
  await portal(page, 'Kiss Éva');
  const card = cardOf(page, 'Manikűr 4');
  await card.getByRole('button', { name: 'Megújítás' }).click();
  await card.getByRole('textbox', { name: /Tudnunk kell/ }).fill('Ugyanezt kérem, januártól.');
  await card.getByRole('button', { name: 'Küldés' }).click();
  const got = card.getByText(/^Megkaptuk: TKT-\d{4,}$/);
  await expect(got).toBeVisible();
  const number = /TKT-\d+/.exec((await got.textContent()) ?? '')?.[0] ?? '';
  await mailTo(customer('Kiss Éva').email, number);
  await expect(card.getByRole('button', { name: 'Megújítás' })).toHaveCount(0);
  await expect(cardOf(page, 'Szolárium 10').getByRole('button', { name: 'Megújítás' })).toHaveCount(0);
});

test('PK-16 PK-21 a page with a strict policy shows history and statement, and is not violated', async ({ page }) => {
  await page.goto(`${readDemo().hostPages}/hostile/csp?customer=${customer('Kiss Éva').id}`);
  const card = cardOf(page, 'Masszázs 10 + arckezelés 3');
  await card.getByRole('button', { name: 'History' }).click();
  await expect(card.getByText('Payment').first()).toBeVisible();
  await card
    .getByRole('button', { name: /^Something wrong\?/ })
    .first()
    .click();
  await card.getByRole('button', { name: 'Send' }).click();
  await expect(card.getByText('Please write what happened.')).toBeVisible();
  const [paper] = await Promise.all([
    page.waitForEvent('popup'),
    card.getByRole('button', { name: 'Statement' }).click(),
  ]);
  await expect(paper.getByRole('heading', { name: /^Statement: Masszázs 10/ })).toBeVisible();
  for (const words of ['Aranyolló', 'Kiss Éva', '3 of 10 used, 7 left', 'Check code']) {
    await expect(paper.getByText(words).first()).toBeVisible();
  }
  await expect(paper.getByRole('row')).toHaveCount(1 + 6);
  await expect(paper.getByRole('row').nth(1)).toContainText('Sold');
  await paper.emulateMedia({ media: 'print' });
  await expect(paper.getByRole('button')).toHaveCount(0);
  expect(await page.evaluate(() => window.hostErrors)).toEqual([]);
});

test('PK-21 without the customer’s token nobody reads her history or asks about it', async ({ request }) => {
  const { api, hostPages } = readDemo();
  const { siteKey } = tenant('aranyollo');
  const headers = { authorization: `Bearer ${siteKey}`, origin: hostPages };
  const own = await request.get(`${api}/v1/embed/packages`, {
    headers: { ...headers, 'x-customer-token': tokenOf('Kiss Éva') },
  });
  const { items } = (await own.json()) as { items: { id: string }[] };
  const door = `${api}/v1/embed/packages/${items[0]?.id}`;
  for (const [more, status] of [
    [{}, 401],
    [{ 'x-customer-token': tokenOf('Tóth Márta') }, 404],
  ] as const) {
    const as = { ...headers, ...more };
    expect((await request.get(`${door}/history`, { headers: as })).status()).toBe(status);
    expect((await request.get(`${door}/verification`, { headers: as })).status()).toBe(status);
    const asked = await request.post(`${door}/tickets`, {
      headers: { ...as, 'idempotency-key': crypto.randomUUID() },
      data: { about: 'renewal' },
    });
    expect(asked.status()).toBe(status);
  }
});

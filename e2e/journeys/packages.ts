import { expect, type Locator, type Page } from '@playwright/test';
import { readDemo } from '../stage/demo.ts';
import { open } from './people.ts';

/** The profile of a customer in the console. */
export async function profile(page: Page, name: string): Promise<void> {
  await open(page, 'Customers');
  await page
    .getByRole('link', { name: new RegExp(name) })
    .first()
    .click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

/** The card of that package on the page. */
export function card(page: Page, name: string): Locator {
  return page.getByRole('article', { name, exact: true });
}

/** Chooses in a list of the console's controls, by keyboard: its arrow lies over its field. */
export async function choose(within: Locator, label: string, option: string | RegExp): Promise<void> {
  await within.getByRole('combobox', { name: label }).press('ArrowDown');
  await within.getByRole('option', { name: option }).click();
}

/** A name no other journey's package has. */
export function ownName(): string {
  // A letter first: the text search takes `1e0a12` for a number and a word.
  return `Facial n${crypto.randomUUID().slice(0, 8)}`;
}

/** Sells a package of its own from the open profile: `sessions` facials at €`price` each; gives its card. */
export async function sell(
  page: Page,
  { name, sessions, price, days }: { name: string; sessions: number; price: string; days?: number },
): Promise<Locator> {
  await page.getByRole('button', { name: 'Sell package' }).click();
  const dialog = page.locator('desk-sell-package');
  const what = dialog.getByRole('combobox', { name: 'What' });
  await expect(dialog.getByRole('combobox', { name: 'First payment' })).toBeVisible();
  if (await what.count()) await choose(dialog, 'What', 'Put together here');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Service', { exact: true }).fill('Facial');
  await dialog.getByLabel('Sessions').fill(String(sessions));
  await dialog.getByLabel('Price of one (EUR)').fill(price);
  if (days) {
    await choose(dialog, 'Validity', 'Days');
    await dialog.getByLabel('Days valid').fill(String(days));
  }
  await dialog.getByRole('button', { name: /^Sell for/ }).click();
  await expect(card(page, name)).toBeVisible();
  return card(page, name);
}

/** A sale that is not what the journey is about, as the signed-in person: `sessions` facials at €40 each. */
export async function given(
  page: Page,
  { customer, name, sessions, days }: { customer: string; name: string; sessions: number; days?: number },
): Promise<void> {
  const { api } = readDemo();
  const { csrf } = await (await page.request.get(`${api}/v1/session`)).json();
  const found = await (await page.request.get(`${api}/v1/customers?q=${encodeURIComponent(customer)}`)).json();
  const services = [{ name: 'Facial', quantity: sessions, unitPrice: 4_000 }];
  const sold = await page.request.post(`${api}/v1/packages`, {
    headers: { 'x-csrf-token': csrf, origin: api, 'idempotency-key': crypto.randomUUID() },
    data: { customer: found.items[0].id, name, services, ...(days ? { expiresOn: inDays(days) } : {}) },
  });
  expect(sold.status()).toBe(201);
}

/** A day so many days from today in Dublin, as a date field takes it. Counted in days: some have 23 or 25 hours. */
export function inDays(days: number): string {
  return dayAfter(dublinToday(), days);
}

/** The fifteenth of the month after this one in Dublin, as a date field takes it. */
export function middleOfNextMonth(): string {
  const [year = 0, month = 0] = dublinToday().split('-').map(Number);
  return new Date(Date.UTC(year, month, 15)).toISOString().slice(0, 10);
}

/** A day as the console's tables show it: "3 Jan 2027". */
export function dayText(day: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}

function dublinToday(): string {
  return new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Dublin' });
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

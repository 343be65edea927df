import { expect, type Page } from '@playwright/test';
import { readDemo } from '../stage/demo.ts';

type Slug = 'aranyollo' | 'mayfair' | 'bookinda';
type Role = 'OWNER' | 'MANAGER' | 'RECEPTION' | 'STAFF' | 'AGENT';

/** The demo tenant of that name. */
export function tenant(slug: Slug) {
  const found = readDemo().tenants.find((one) => one.slug === slug);
  if (!found) throw new Error(`no demo tenant ${slug}`);
  return found;
}

/** Signs in at the console through its page, in English whatever the person chose. */
export async function signIn(page: Page, slug: Slug, role: Role): Promise<void> {
  const login = tenant(slug).logins.find((one) => one.role === role);
  if (!login) throw new Error(`no ${role} at ${slug}`);
  await page.goto(`${readDemo().console}/`);
  await page
    .getByLabel(/E-mail/)
    .first()
    .fill(login.email);
  await page.locator('input[type=password]').fill(login.password);
  await page.getByRole('button', { name: /^(Sign in|Bejelentkezés)$/ }).click();
  await expect(page.getByRole('navigation').first()).toBeVisible();
  await inEnglish(page);
}

/** Gives the password once more in the dialog that asks for it. */
export async function provePassword(page: Page, slug: Slug, role: Role): Promise<void> {
  const proof = page.locator('desk-prove-password');
  await proof.getByLabel('Your password').fill(tenant(slug).logins.find((one) => one.role === role)?.password ?? '');
  await proof.getByRole('button', { name: 'Continue' }).click();
}

async function inEnglish(page: Page): Promise<void> {
  const session = await (await page.request.get(`${readDemo().api}/v1/session`)).json();
  if (session.person.language === 'en') return;
  const headers = { 'x-csrf-token': session.csrf, origin: readDemo().api };
  expect(
    (await page.request.post(`${readDemo().api}/v1/session/language`, { headers, data: { language: 'en' } })).ok(),
  ).toBe(true);
  await page.reload();
}

/** Goes to a page of the console that the sidebar names. */
export async function open(page: Page, section: string): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: new RegExp(`^${section}`) })
    .first()
    .click();
}

/** Goes to a page of the console's settings, by the tabs there: the sidebar has a link of the same name. */
export async function openSettings(page: Page, tab: string): Promise<void> {
  await open(page, 'Settings');
  const tabs = page.getByRole('navigation', { name: 'Settings', exact: true });
  await tabs.getByRole('link', { name: tab, exact: true }).click();
}

/** Fills the salon page's form and sends it; returns the number shown. */
export async function ask(
  page: Page,
  words: { email: string; subject: string; description: string; kind?: string },
): Promise<string> {
  const form = page.locator('bookinda-ticket-form');
  await form.getByText(words.kind ?? 'Something is broken', { exact: true }).click();
  await form.getByLabel('E-mail').fill(words.email);
  await form.getByLabel('Subject').fill(words.subject);
  await form.getByLabel('Tell us more').fill(words.description);
  await form.getByRole('button', { name: 'Send' }).click();
  return sentNumber(page);
}

/** The number the form shows after sending. */
export async function sentNumber(page: Page): Promise<string> {
  const said = page
    .locator('bookinda-ticket-form')
    .getByText(/TKT-\d{4,}/)
    .first();
  await expect(said).toBeVisible();
  return /TKT-\d{4,}/.exec((await said.textContent()) ?? '')?.[0] ?? '';
}

/** An address nobody else writes from. */
export function somebody(): string {
  return `visitor-${crypto.randomUUID().slice(0, 8)}@example.hu`;
}

import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { readDemo } from '../stage/demo.ts';
import { ask, signIn } from './people.ts';

declare global {
  interface Window {
    refused: string[];
  }
}

const screens = [
  '/today',
  '/tickets',
  '/tickets?new=1',
  '/support',
  '/packages',
  '/packages/debts',
  '/packages/calls',
  '/packages/batches',
  '/packages/templates',
  '/customers',
  '/reports',
  ...['embed', 'members', 'keys', 'mail', 'packages', 'security'].map((tab) => `/settings/${tab}`),
];

test('no screen of the console needs more than its policy with Trusted Types allows', async ({ browser, page }) => {
  test.setTimeout(180_000);
  const refused: string[] = [];
  await page.exposeFunction('refuse', (what: string) => refused.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample, sourceFile }) =>
      (window as unknown as { refuse(what: string): void }).refuse(
        [location.pathname, violatedDirective, blockedURI, sample, sourceFile].join(' '),
      ),
    );
  });
  page.on('pageerror', (error) => refused.push(`${page.url()} ${error.message}`));
  const answer = await page.goto(`${readDemo().console}/`);
  expect(answer?.headers()['content-security-policy']).toContain("require-trusted-types-for 'script'");
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(`${readDemo().hostPages}/salon?lang=en`);
  const subject = `Policy ${randomUUID().slice(0, 8)}`;
  await ask(visitor, { email: `${randomUUID()}@policy.example`, subject, description: 'A mail is to be read.' });
  await signIn(page, 'aranyollo', 'OWNER');
  for (const screen of screens) {
    await page.goto(`${readDemo().console}${screen}`);
    await expect(page.getByRole('heading').first(), screen).toBeVisible();
    await page.waitForLoadState('load');
  }
  for (const list of ['/tickets', '/packages', '/customers']) {
    await page.goto(`${readDemo().console}${list}`);
    await page.locator(`a[href*="/manager${list}/"]`).first().click();
    await expect(page.getByRole('heading').first(), list).toBeVisible();
  }
  // The real form of the embeds runs in the console's own page.
  await page.goto(`${readDemo().console}/settings/embed`);
  await expect(page.locator('bookinda-ticket-form [part=submit]').first()).toBeVisible();
  // A mail is shown in a frame where nothing runs.
  await page.goto(`${readDemo().console}/settings/mail`);
  const row = page.getByRole('button', { name: subject });
  await expect(async () => {
    await page.reload();
    await expect(row.first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await row.first().click();
  const frame = page.locator('iframe[sandbox]');
  await expect(frame).toBeVisible();
  expect(await frame.evaluate((element: HTMLIFrameElement) => element.srcdoc.length)).toBeGreaterThan(100);
  expect(refused).toEqual([]);
  // The check itself can fail.
  await page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
    } catch {
      // Refused, and heard of below.
    }
  });
  await expect.poll(() => refused.length).toBe(1);
});

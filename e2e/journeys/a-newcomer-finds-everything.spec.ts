import { statSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { readDemo } from '../stage/demo.ts';

test('every place that the index names answers', async ({ page, request }) => {
  const demo = readDemo();
  await page.goto(demo.hostPages);
  const links = await page.locator('a[href]').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  expect(links).toEqual(expect.arrayContaining([`${demo.api}/manager`, `${demo.mailbox}/`]));
  for (const link of new Set(links)) expect((await request.get(link)).status(), link).toBe(200);
});

test('demo.json names the salon first, and its tokens open each customer’s packages', async ({ request }) => {
  const { api, hostPages, tenants } = readDemo();
  // It holds passwords and tokens.
  expect(statSync(process.env.STAGE_DEMO ?? '').mode & 0o077).toBe(0);
  expect(tenants[0]).toMatchObject({ slug: 'aranyollo', preset: 'salon-support' });
  for (const { siteKey, customers } of tenants) {
    for (const { token } of customers) {
      const answer = await request.get(`${api}/v1/embed/packages`, {
        headers: { authorization: `Bearer ${siteKey}`, 'x-customer-token': token, origin: hostPages },
      });
      expect(answer.status()).toBe(200);
    }
  }
});

test('WX-02 the portal shows a customer’s cards, signed in by the host’s own server', async ({ page }) => {
  await page.goto(`${readDemo().hostPages}/portal`);
  await page.locator('.people a').first().click();
  await expect(page.locator('bookinda-package-card').first()).toContainText(/\d+\/\d+/);
});

for (const page of ['csp', 'css', 'jquery', 'twice', 'quirks']) {
  test(`WX-04 form and cards show on the hostile page ${page}, and the host notices nothing`, async ({ page: tab }) => {
    await tab.goto(`${readDemo().hostPages}/hostile/${page}`);
    await expect(tab.locator('bookinda-ticket-form').getByRole('textbox').first()).toBeVisible();
    await expect(tab.locator('bookinda-package-card').first()).toContainText(/\d+\/\d+/);
    expect(await tab.evaluate('window.hostErrors')).toEqual([]);
  });
}

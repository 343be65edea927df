import { expect } from '@playwright/test';
import { test } from './embed-page.ts';
import { card } from './stub.ts';

test('the plain reference works, so that figures against it mean something', async ({ page, stub, exceptions }) => {
  stub.cards.set('p1', card('p1'));
  const html = `<!doctype html><html lang="en"><title>x</title><script type="module" src="${stub.api}/plain/ticket-form.js"></script><script type="module" src="${stub.api}/plain/package-card.js"></script>
    <plain-ticket-form site-key="pk"></plain-ticket-form><plain-package-card site-key="pk" token="t" package-id="p1"></plain-package-card></html>`;
  await page.goto(stub.page('/', html));
  await expect(page.locator('plain-package-card')).toContainText('7/10 remaining');
  stub.cards.set('p1', card('p1', { version: 2, status: 'cancelled' }));
  stub.change('p1');
  await expect(page.locator('plain-package-card')).toContainText('Cancelled');
  await page.locator('plain-ticket-form button:not([type])').click();
  await expect(page.locator('.summary')).toBeFocused();
  await page.getByRole('radio').first().check({ force: true });
  await page.locator('#files').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.alloc(10) });
  await page.locator('#email').fill('anna@example.hu');
  await page.locator('#subject').fill('Hello');
  await page.locator('#description').fill('World');
  await page.locator('plain-ticket-form button:not([type])').click();
  await expect(page.locator('plain-ticket-form')).toContainText('TKT-0001');
  expect(exceptions).toEqual([]);
});

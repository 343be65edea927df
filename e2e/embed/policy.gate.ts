import { expect, type Page } from '@playwright/test';
import { cardOf, fillForm, form, hostPage, state, test } from './embed-page.ts';
import { card } from './stub.ts';

declare global {
  interface Window {
    violations: string[];
  }
}

for (const script of ['bookinda.js', 'ticket-form.js']) {
  test(`WX-04 a strict policy with Trusted Types is never violated (${script})`, async ({ page, stub, exceptions }) => {
    stub.cards.set('p1', card('p1'));
    const policy = `default-src 'none'; script-src ${stub.api} 'sha256-x'; connect-src ${stub.api}; require-trusted-types-for 'script'; trusted-types lit-html`;
    await page.addInitScript(() => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        window.violations.push(`${event.violatedDirective} ${event.sourceFile}:${event.lineNumber} ${event.sample}`),
      );
    });
    // The two elements from two files, as a page that grew would load them; they share one policy.
    const head =
      script === 'bookinda.js' ? '' : `<script type="module" src="${stub.api}/embed/v1/package-card.js"></script>`;
    await page.goto(
      stub.page('/', hostPage(stub, { head, script, html: form + cardOf('p1') }), {
        'content-security-policy': policy,
      }),
    );
    await state(page, 'bookinda-package-card', 'ready');
    await page.locator('[part=submit]').click();
    await page.locator('[part=error-summary]').waitFor();
    await page.locator('#files').setInputFiles({ name: 'shot.png', mimeType: 'image/png', buffer: Buffer.alloc(2000) });
    await page.locator('[part=file] .ok').waitFor();
    await fillForm(page);
    await page.locator('[part=submit]').click();
    await page.locator('[part=success]').waitFor();
    await disputeAndCheck(page);
    stub.cards.set('p1', card('p1', { version: 2, status: 'cancelled' }));
    stub.change('p1');
    await expect(page.locator('[part~=badge-status]')).toHaveText('Cancelled');
    expect(await page.evaluate(() => window.violations)).toEqual([]);
    expect(exceptions).toEqual([]);
    // What the files share to live under one policy is of no use to other scripts of the page.
    expect(await page.evaluate(minted)).toEqual([]);
    // The check itself can fail.
    await page.evaluate(() => document.body.setAttribute('style', 'color:red'));
    await page.waitForFunction(() => window.violations.length === 1);
  });
}

/** Dangerous HTML that some policy within reach of any script passes on. */
function minted(): string[] {
  const holders: object[] = [globalThis, (globalThis as unknown as { trustedTypes: object }).trustedTypes];
  const values = holders.flatMap((holder) =>
    Reflect.ownKeys(holder).flatMap((key) => {
      try {
        return [(holder as Record<PropertyKey, unknown>)[key]];
      } catch {
        return [];
      }
    }),
  );
  const policies = values.filter(
    (value): value is { createHTML(html: string): unknown } =>
      typeof (value as { createHTML?: unknown } | null)?.createHTML === 'function',
  );
  if (policies.length === 0) return ['no policy was found: the check finds nothing'];
  return [
    '<img src=x onerror=alert(1)>',
    '<img/onerror\t=alert(1) src=x>',
    '<svg ONLOAD=alert(1)>',
    '<a b="c"onclick=alert(1)>x</a>',
    '<script>alert(1)</script>',
    '<iframe srcdoc="x"></iframe>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href=javascript&colon;alert(1)>x</a>',
    '<a title=">" href=javascript:alert(1)>x</a>',
    '<form><button formaction="javascript:alert(1)">x</button></form>',
    '<svg><a><animate attributeName=href values=javascript:alert(1) /><text y=9>x</text></a></svg>',
    '<base href="//evil.example/">',
  ].filter((html) => policies.some((policy) => String(policy.createHTML(html)) === html));
}

/** Everything a card shows later. */
async function disputeAndCheck(page: Page): Promise<void> {
  await page.locator('[data-own=history]').click();
  await page.locator('[part=wrong]').first().click();
  await page.locator('[part=ask] textarea').fill('I was ill that day.');
  await page
    .locator('[part=files]')
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.alloc(2000) });
  await page.locator('[part=ask] [part=submit]').click();
  await expect(page.locator('[part=asked]').first()).toContainText('TKT-');
  await page.locator('[part=check] summary').click();
  await page.locator('#code').fill('c5'.repeat(32));
  await page.locator('[part=check-form] [part=submit]').click();
  await page.locator('[part=verdict]').waitFor();
  const [paper] = await Promise.all([page.waitForEvent('popup'), page.locator('[data-own=statement]').click()]);
  await paper.locator('table').waitFor();
  // The page's policy holds there too, and the sheet is worn all the same.
  expect(await paper.locator('main').evaluate((main) => getComputedStyle(main).maxWidth)).toBe('960px');
  await paper.close();
}

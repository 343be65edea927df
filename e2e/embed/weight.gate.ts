import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { cardOf, form, hostPage, test } from './embed-page.ts';
import { card } from './stub.ts';

const built = new URL('../../widget/dist/embed/', import.meta.url);
const files = readdirSync(built).filter((name) => name.endsWith('.js'));

/** The file and whatever it imports statically, gzip -9, in bytes. */
function weight(name: string, seen = new Set<string>()): number {
  if (seen.has(name)) return 0;
  seen.add(name);
  const text = readFileSync(new URL(name, built));
  const imports = [...text.toString().matchAll(/(?:^|;)(?:import|export)[^;(]*?from\s*["'`]\.\/([^"'`]+)/g)].map(
    (found) => found[1]!,
  );
  return gzipSync(text, { level: 9 }).length + imports.reduce((sum, other) => sum + weight(other, seen), 0);
}

for (const [name, most] of [
  ['ticket-form.js', 12_700],
  ['package-card.js', 10_700],
  ['bookinda.js', 15_000],
] as const) {
  test(`${name} weighs at most ${most / 1000} kB before its first render`, () => {
    const bytes = weight(name);
    console.log(`    ${name}: ${bytes} bytes gzip -9`);
    expect(bytes).toBeLessThanOrEqual(most);
    expect(bytes, 'a file this small is not the element').toBeGreaterThan(8_000);
  });
}

test('a language is a chunk of at most 1 kB; proof and upload are chunks of their own', () => {
  const languages = files.filter((name) => name.includes('words.'));
  expect(languages.length).toBeGreaterThanOrEqual(2);
  for (const name of languages) expect(weight(name), name).toBeLessThanOrEqual(1_000);
  for (const part of ['proof', 'upload']) expect(files.some((name) => name.startsWith(`bookinda-${part}`))).toBe(true);
});

test('nothing loaded later imports the file a page loads: under a query it would be a second copy', () => {
  const entries = ['ticket-form.js', 'package-card.js', 'bookinda.js'];
  const later = files.filter((name) => !entries.includes(name));
  expect(later.length).toBeGreaterThan(10);
  for (const name of later) {
    const text = readFileSync(new URL(name, built), 'utf8');
    for (const entry of entries) expect(text, name).not.toMatch(new RegExp(`["'\`]\\./${entry}`));
  }
});

test('what a customer may ask of her package waits until she asks', () => {
  for (const part of ['own-history', 'code-check', 'statement', 'upload', 'desk-code'])
    expect(files.filter((name) => name.includes(part)).length, part).toBeGreaterThanOrEqual(2);
});

for (const [lang, most] of [
  ['en', 1],
  ['hu', 2],
] as const) {
  for (const [what, html, script] of [
    ['form', form, 'ticket-form.js'],
    ['card', cardOf('p1'), 'package-card.js'],
    ['form from the common file', form, 'bookinda.js'],
  ] as const) {
    test(`the ${what} is rendered after ${most} request(s) in ${lang}, all to its own server, without cookie or font`, async ({
      page,
      stub,
      context,
    }) => {
      stub.cards.set('p1', card('p1'));
      const asked: string[] = [];
      await page.addInitScript(() => {
        new MutationObserver((_, observer) => {
          const base = document
            .querySelector('bookinda-ticket-form,bookinda-package-card')
            ?.shadowRoot?.querySelector('[part=base]');
          if (base) observer.disconnect();
        }).observe(document, { childList: true, subtree: true });
      });
      page.on('request', (request) => asked.push(request.url()));
      // Whatever comes after the first render waits, so that what came before can be counted.
      await page.route(/form-desk|live-packages|announce|embed-caller/, async (route) => {
        await page.locator('bookinda-ticket-form [part~=base], bookinda-package-card [part~=base]').first().waitFor();
        await route.continue();
      });
      await page.goto(stub.page('/', hostPage(stub, { lang, html, script })));
      await page.locator('[part~=base]').first().waitFor();
      const before = asked.filter(
        (url) => url !== `${stub.host}/` && !/favicon|form-desk|live-packages|announce|embed-caller/.test(url),
      );
      const first = before.filter((url) => url.includes('/embed/v1/'));
      expect(first.length, first.join('\n')).toBe(most);
      await page.waitForTimeout(500);
      for (const url of asked) expect([stub.host, stub.api]).toContain(new URL(url).origin);
      expect(await context.cookies()).toEqual([]);
      expect(asked.some((url) => /woff|ttf|otf/.test(url))).toBe(false);
    });
  }
}

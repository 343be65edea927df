import { test as base, type Page } from '@playwright/test';
import { Stub } from './stub.ts';

/** A gate: a fresh stub, and whatever the page reports as an exception. */
export const test = base.extend<{ stub: Stub; exceptions: string[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
  stub: async ({}, use) => {
    const stub = await Stub.start();
    await use(stub);
    await stub.stop();
  },
  exceptions: [
    async ({ page }, use) => {
      const exceptions: string[] = [];
      page.on('pageerror', (error) => exceptions.push(error.message));
      await use(exceptions);
    },
    { auto: true },
  ],
});

export interface PageParts {
  lang?: string;
  head?: string;
  html?: string;
  /** Default both elements in one file. */
  script?: string;
  attributes?: string;
}

/** A host page that loads the elements from another origin. */
export function hostPage(
  stub: Stub,
  { lang = 'en', head = '', html = '', script = 'bookinda.js', attributes = '' }: PageParts,
): string {
  return `<!doctype html><html lang="${lang}" ${attributes}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>A salon's page</title>${head}<script type="module" src="${stub.api}/embed/v1/${script}"></script></head><body><main><h1>Salon</h1>${html}</main></body></html>`;
}

export const form = '<bookinda-ticket-form site-key="pk_test"></bookinda-ticket-form>';
export const cardOf = (id: string) =>
  `<bookinda-package-card site-key="pk_test" token="t" package-id="${id}"></bookinda-package-card>`;

/** Fills the form with what can be sent. */
export async function fillForm(page: Page): Promise<void> {
  await page.getByRole('radio').first().check({ force: true });
  await page.locator('#email').fill('anna@example.hu');
  await page.locator('#subject').fill('Booking does not save');
  await page.locator('#description').fill('Pressing save does nothing.');
}

export const state = (page: Page, tag: string, name: string) =>
  page.waitForFunction(
    ([tag, name]) => [...document.querySelectorAll(tag!)].every((element) => element.matches(`:state(${name})`)),
    [tag, name],
  );

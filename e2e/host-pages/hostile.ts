import { Html, html } from '../stage/html.ts';
import type { Host, HostPage } from './host-pages.ts';
import { ownPackages } from './own-packages.ts';

interface Hostile {
  title: string;
  /** Before the module. */
  scripts?: string[];
  style?: string;
  /** Query strings with which the module is loaded; each is a module of its own to the browser. */
  modules?: string[];
  policy?(host: Host): string;
  /** Default `<!doctype html><html lang="en">`. */
  opening?: string;
}

const strict = ({ api }: Host) =>
  [
    "default-src 'none'",
    `script-src 'self' ${api}`,
    `connect-src 'self' ${api}`,
    `img-src 'self' ${api}`,
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
  ].join('; ');

const pages: Record<string, Hostile> = {
  csp: { title: 'Strict content security policy and Trusted Types', policy: strict },
  css: { title: 'Style sheets that hide and shrink everything', style: 'hostile.css' },
  jquery: { title: 'Old scripts, polluted prototypes', scripts: ['hostile-prototypes.js'], style: 'hostile-old.css' },
  twice: { title: 'The module loaded twice', modules: ['', '?second'] },
  quirks: { title: 'Quirks mode, right to left', opening: '<html dir="rtl" lang="hu">' },
};

/**
 * A page that makes it hard for the elements, with a form and the first customer's cards. `window.hostErrors` collects
 * what the host would notice: uncaught errors, rejections and violations of its policy.
 */
export async function hostilePage(host: Host, name: string, customerId: string | null): Promise<HostPage | undefined> {
  const page = Object.hasOwn(pages, name) ? pages[name] : undefined;
  if (!page) return undefined;
  const salons = host.tenants().filter(({ customers }) => customers.length > 0);
  const salon = salons.find(({ customers }) => customers.some(({ id }) => id === customerId)) ?? salons[0];
  const customer = customerId ?? salon?.customers[0]?.id ?? '';
  const ids = (salon && customer && (await ownPackages(host, salon, customer))) || [];
  const modules = page.modules ?? [''];
  return {
    policy: page.policy?.(host),
    body: html`${new Html(page.opening ?? '<!doctype html>\n<html lang="en">')}
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${page.title}</title>
    <link rel="icon" href="/assets/scissors.svg">
    ${page.style && html`<link rel="stylesheet" href="/assets/${page.style}">`}
    <script src="/assets/hostile-watch.js"></script>
    ${page.scripts?.map((script) => html`<script src="/assets/${script}"></script>`)}
    <script type="module" src="/assets/portal.js"></script>
    ${modules.map((query) => html`<script type="module" src="${host.api}/embed/v1/bookinda.js${query}"></script>`)}
  </head>
  <body data-customer="${customer}">
    <h1>${page.title}</h1>
    <bookinda-ticket-form site-key="${salon?.siteKey ?? ''}"></bookinda-ticket-form>
    ${ids.map((id) => html`<bookinda-package-card site-key="${salon?.siteKey}" package-id="${id}"></bookinda-package-card>`)}
  </body>
</html>`,
  };
}

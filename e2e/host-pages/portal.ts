import type { DemoTenant } from '../stage/demo-file.ts';
import { type Html, html } from '../stage/html.ts';
import type { Host, HostPage } from './host-pages.ts';
import { ownPackages } from './own-packages.ts';

const hu = {
  title: 'Bérleteim',
  choose: 'Kiként lép be?',
  chooseText:
    'Ez a szalon saját ügyfélportálja. Egy igazi portálon a bejelentkezés mondja meg, ki Ön; itt választhat a bemutató ügyfelei közül.',
  change: 'Másik ügyfél',
  hello: 'Jó napot',
  packages: 'Bérletek',
  live: 'Ha a szalonban beváltanak egy alkalmat, a sáv itt magától lép.',
  none: 'Ennek az ügyfélnek nincs bérlete.',
  away: 'A bérletek most nem érhetők el. Próbálja meg később.',
  help: 'Valami nem stimmel?',
  helpText:
    'Egy alkalomról az előzményeknél, mellette kérdezhet. Minden mást írjon meg itt, és a szalon utánanéz. A nevét és a címét nem kell megadnia: a portál már tudja.',
};

const en: typeof hu = {
  title: 'My packages',
  choose: 'Who are you?',
  chooseText:
    'This is the salon’s own customer portal. A real one knows who you are from your sign-in; here you choose one of the demo’s customers.',
  change: 'Someone else',
  hello: 'Hello',
  packages: 'Packages',
  live: 'When the salon redeems a session, the bar moves here by itself.',
  none: 'This customer has no package.',
  away: 'Packages cannot be reached at the moment. Please try again later.',
  help: 'Something wrong?',
  helpText:
    'Ask about a session beside it, in the package’s history. Write anything else here and the salon looks into it. No need to give your name or address: the portal knows them.',
};

const wordsOf = (tenant: DemoTenant | undefined) =>
  tenant?.slug === 'aranyollo' ? { ...hu, lang: 'hu' } : { ...en, lang: 'en' };

/** The customer portal: a page that knows its customer and signs her token; without one, the choice of who to be. */
export async function portalPage(host: Host, customerId: string | null): Promise<HostPage | undefined> {
  const salons = host.tenants().filter(({ customers }) => customers.length > 0);
  if (!customerId) return { body: frame(host, en, 'en', 'Aranyolló · Mayfair', chooser(salons)) };
  const tenant = salons.find(({ customers }) => customers.some(({ id }) => id === customerId));
  const customer = tenant?.customers.find(({ id }) => id === customerId);
  if (!tenant || !customer) return undefined;
  const { lang, ...words } = wordsOf(tenant);
  const ids = await ownPackages(host, tenant, customer.id);
  const content = html`<section class="who">
      <h1>${words.hello}, ${nameOf(customer)}!</h1>
      <a href="/portal">${words.change}</a>
    </section>
    <section aria-labelledby="packages">
      <h2 id="packages">${words.packages}</h2>
      ${ids === undefined ? html`<p role="alert">${words.away}</p>` : ids.length === 0 ? html`<p>${words.none}</p>` : html`<p class="soft">${words.live}</p>`}
      <div class="cards">${ids?.map((id) => html`<bookinda-package-card site-key="${tenant.siteKey}" package-id="${id}" heading-level="3" show-price></bookinda-package-card>`)}</div>
    </section>
    <section aria-labelledby="help" class="help">
      <div><h2 id="help">${words.help}</h2><p class="soft">${words.helpText}</p></div>
      <div class="paper"><bookinda-ticket-form site-key="${tenant.siteKey}" heading-level="3"></bookinda-ticket-form></div>
    </section>`;
  return { body: frame(host, words, lang, tenant.name ?? tenant.slug, content, customer.id) };
}

function frame(host: Host, words: typeof hu, lang: string, salon: string, content: Html, customerId = ''): Html {
  return html`<!doctype html>
<html lang="${lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${words.title} · ${salon}</title>
    <link rel="icon" href="/assets/scissors.svg">
    <link rel="stylesheet" href="/assets/portal.css">
    ${
      customerId &&
      html`<script type="module" src="/assets/portal.js"></script>
    <script type="module" src="${host.api}/embed/v1/bookinda.js"></script>`
    }
  </head>
  <body data-customer="${customerId}">
    <header><a class="brand" href="/portal"><img src="/assets/scissors.svg" alt="" width="24" height="24">${salon}</a><span>${words.title}</span></header>
    <main>${content}</main>
  </body>
</html>`;
}

function chooser(salons: DemoTenant[]): Html {
  return html`${salons.map((tenant) => {
    const { lang, ...words } = wordsOf(tenant);
    return html`<section lang="${lang}">
      <h1>${tenant.name ?? tenant.slug}: ${words.choose}</h1>
      <p class="soft">${words.chooseText}</p>
      <ul class="people">${tenant.customers.map(
        (customer) => html`<li><a href="/portal?customer=${customer.id}">
          <span class="face" aria-hidden="true">${nameOf(customer).charAt(0)}</span>
          <span><b>${nameOf(customer)}</b><small>${customer.email}</small></span>
        </a></li>`,
      )}</ul>
    </section>`;
  })}${salons.length === 0 && html`<p>There is no demo data in this database.</p>`}`;
}

function nameOf({ name, email }: { name?: string; email: string }): string {
  return name ?? email.split('@')[0] ?? email;
}

import { type Html, html } from '../stage/html.ts';
import type { Host, HostPage } from './host-pages.ts';
import { salonWords } from './salon-words.ts';

/** The salon's own site: nothing of the product in it but a script tag and an element. */
export function salonPage(host: Host, language: 'hu' | 'en'): HostPage {
  const words = salonWords[language];
  const salon = host.tenants().find(({ slug }) => slug === 'aranyollo');
  return {
    body: html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${words.title}</title>
    <link rel="icon" href="/assets/scissors.svg">
    <link rel="stylesheet" href="/assets/salon.css">
    <script type="module" src="${host.api}/embed/v1/bookinda.js"></script>
  </head>
  <body>
    <header class="top">
      <a class="brand" href="/salon?lang=${language}"><img src="/assets/scissors.svg" alt="" width="28" height="28">Aranyolló</a>
      <nav aria-label="${language === 'hu' ? 'Fő menü' : 'Main'}">
        <a href="#szolgaltatasok">${words.menu.services}</a>
        <a href="#berletek">${words.menu.packages}</a>
        <a href="#csapat">${words.menu.team}</a>
        <a href="#kapcsolat">${words.menu.contact}</a>
        <a href="/salon?lang=${words.other.code}" hreflang="${words.other.code}" lang="${words.other.code}">${words.other.label}</a>
        <a class="portal" href="/portal">${words.menu.portal}</a>
      </nav>
    </header>
    <main>
      ${hero(words)} ${services(words)} ${packages(words)} ${team(words)}
      <section id="kapcsolat" class="contact" aria-labelledby="contact-heading">
        <div>
          <h2 id="contact-heading">${words.contact.heading}</h2>
          <p>${words.contact.text}</p>
          <h3>${words.contact.hours}</h3>
          <dl>${words.contact.times.map(([days, hours]) => html`<dt>${days}</dt><dd>${hours}</dd>`)}</dl>
          <h3>${words.contact.where}</h3>
          <p>${words.contact.address}</p>
        </div>
        <div class="paper">
          <bookinda-ticket-form site-key="${salon?.siteKey ?? ''}" heading-level="3">
            <p>${words.contact.fallback} <a href="mailto:hello@aranyollo.example">hello@aranyollo.example</a></p>
          </bookinda-ticket-form>
        </div>
      </section>
    </main>
    <footer><p>${words.foot}</p></footer>
  </body>
</html>`,
  };
}

type Words = (typeof salonWords)['hu'];

function hero({ hero }: Words): Html {
  return html`<section class="hero">
    <div>
      <h1>${hero.heading}</h1>
      <p>${hero.text}</p>
      <p class="acts"><a class="button" href="#kapcsolat">${hero.act}</a> <a href="#szolgaltatasok">${hero.second}</a></p>
    </div>
    <img class="art" src="/assets/salon-art.svg" alt="" width="520" height="460">
  </section>`;
}

function services({ services }: Words): Html {
  return html`<section id="szolgaltatasok" aria-labelledby="services-heading">
    <h2 id="services-heading">${services.heading}</h2>
    <ul class="prices">${services.list.map(
      ([name, length, price]) => html`<li><span>${name} <small>${length}</small></span><b>${price}</b></li>`,
    )}</ul>
    <p class="soft">${services.note}</p>
  </section>`;
}

function packages({ packages }: Words): Html {
  return html`<section id="berletek" class="band" aria-labelledby="packages-heading">
    <div><h2 id="packages-heading">${packages.heading}</h2><p>${packages.text}</p></div>
    <a class="button" href="/portal">${packages.act}</a>
  </section>`;
}

function team({ team }: Words): Html {
  const initials = (name = '') =>
    name
      .split(' ')
      .map((word) => word[0])
      .join('');
  return html`<section id="csapat" aria-labelledby="team-heading">
    <h2 id="team-heading">${team.heading}</h2>
    <ul class="team">${team.list.map(
      ([name, does]) =>
        html`<li><span class="face" aria-hidden="true">${initials(name)}</span><b>${name}</b><span class="soft">${does}</span></li>`,
    )}</ul>
  </section>`;
}

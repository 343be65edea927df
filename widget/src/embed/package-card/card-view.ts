import type { PackageCard as Card } from '@bookinda/contracts/packages/package';
import { type Colour, formatMoney } from '@bookinda/contracts/values';
import { html, nothing, render } from 'lit';
import { fill } from '../../platform/locale.js';
import type { PackageCard } from './package-card.js';
import type { CardWords } from './words.en.js';

/** Colour and shape beside each word, so that none of them carries the meaning alone. */
const badges: Record<Card['status'] | Card['payment'], readonly [tone: Colour, shape: string]> = {
  active: ['green', 'full'],
  expired: ['red', 'diamond'],
  'fully-used': ['blue', 'square'],
  cancelled: ['gray', 'bar'],
  unpaid: ['red', 'ring'],
  partial: ['amber', 'half'],
  paid: ['green', 'full'],
};

/** The card in whichever state it is: skeleton, error, nothing to show, summary, full. */
export function cardView(element: PackageCard, words: CardWords, language: string) {
  const { card, problem } = element;
  return html`<div class="base" part="base" role="group" aria-labelledby="name">${
    card
      ? full(element, card, words, language)
      : problem || !element.packageId
        ? missing(element, words)
        : html`<div part="skeleton" role="img" id="name" aria-label=${words.loading}><i></i><i></i><i></i></div>`
  }</div>`;
}

function missing(element: PackageCard, words: CardWords) {
  const lost = element.problem && element.problem.status !== 404;
  return html`<div part="error" class="row between" id="name"><slot name=${lost ? 'error' : 'empty'}>${lost ? words.error : words.empty}</slot>${
    lost ? html`<button part="retry" class="quiet" @click=${() => element.reload()}>${words.retry}</button>` : nothing
  }</div>`;
}

// Texts are set as properties: a hole in the text would cost a comment and a part each, for a hundred cards a third of the time.
function full(element: PackageCard, card: Card, words: CardWords, language: string) {
  const { name, status, payment, price, originalPrice, services } = card;
  const total = services.reduce((sum, service) => sum + service.total, 0);
  const used = services.reduce((sum, service) => sum + service.used, 0);
  const allUsed = fill(words.used, { n: used, max: total });
  return html`<div part="header" class="row between">
      <div part="name" id="name" role="heading" aria-level=${element.headingLevel} .textContent=${name}></div>
      <div class="row"><slot name="badge"></slot><span part="badge badge-status" data-tone=${badges[status][0]} data-shape=${badges[status][1]} .textContent=${words[status]}></span><span
        part="badge badge-payment" data-tone=${badges[payment][0]} data-shape=${badges[payment][1]} .textContent=${words[payment]}></span></div>
    </div>
    ${
      element.showPrice
        ? html`<div part="price" class="row"><span .textContent=${formatMoney(price, language)}></span>${
            originalPrice
              ? html`<span class="hidden" .textContent=${words.instead}></span><s part="price-original" .textContent=${formatMoney(originalPrice, language)}></s>`
              : nothing
          }</div>`
        : nothing
    }
    ${element.view === 'summary' ? bar(words.total, used, total, allUsed, words) : details(element, card, words, language, allUsed)}
    <div part="actions" class="row" @click=${element.acted}><slot name="actions"></slot>${element.later?.actions()}</div>
    ${element.later?.below()}<slot name="footer"></slot>`;
}

function details(
  element: PackageCard,
  { purchasedOn, expiresOn, daysLeft, freeze, services }: Card,
  words: CardWords,
  language: string,
  allUsed: string,
) {
  const { tone } = element;
  const term = !expiresOn ? (freeze ? '' : words.never) : tone === 'red' ? words.ended : words.expires;
  return html`<div part="details" class="row">
      <span><span part="term" .textContent=${words.bought}></span> <span .textContent=${day(purchasedOn, language)}></span></span>
      <span><span part="term" .textContent=${term}></span> <span part=${tone === 'red' || tone === 'amber' ? 'value warning' : 'value'} data-tone=${tone}
        .textContent=${expiresOn ? `${day(expiresOn, language)} (${distances(language).format(daysLeft ?? 0, 'day')})` : ''}></span></span>
 ${freeze ? html`<span><span part="term" .textContent=${words.paused}></span> <span part="value">${day(freeze.from, language)} – ${freeze.until && day(freeze.until, language)}</span></span>` : nothing}
      <span part="used" .textContent=${allUsed}></span>
      <slot name="details"></slot>
    </div>
    <div part="services" role="list">${services.map(({ name, used, total, remaining }) => bar(name, used, total, fill(words.remaining, { n: remaining, max: total }), words))}</div>`;
}

/** PK-04: the fill is the used part. */
const bar = (name: string, used: number, total: number, count: string, words: CardWords) =>
  html`<div part="service" role=${name === words.total ? 'group' : 'listitem'}><div class="row between"><span part="service-name" .textContent=${name}></span><span part="service-count" .textContent=${count}></span></div>
    <progress part="progress" .max=${total || 1} .value=${used} aria-label=${fill(words.bar, { name, n: used, max: total })}></progress></div>`;

/** Building a formatter costs more than rendering a card, so that a hundred cards share it. */
function shared<Formatter>(build: (language: string) => Formatter): (language: string) => Formatter {
  const built = new Map<string, Formatter>();
  return (language) => {
    if (!built.has(language)) built.set(language, build(language));
    return built.get(language)!;
  };
}

// Plain "en" would mean American dates.
const dates = shared(
  (language) =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'medium', timeZone: 'UTC' }),
);
const distances = shared((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));

const day = (date: string, language: string) => dates(language).format(Date.parse(date));

/** Handed to what is loaded later: a chunk that imported it from the page's file would load that file twice under a query. */
export const kit = { html, nothing, render, fill, formatMoney, day };
export type Kit = typeof kit;

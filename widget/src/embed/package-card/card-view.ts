import type { PackageCard as Card } from '@bookinda/contracts/packages/package';
import { type Colour, formatMoney } from '@bookinda/contracts/values';
import { html, nothing } from 'lit';
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
    card ? full(element, card, words, language)
      : problem || !element.packageId ? missing(element, words)
      : html`<div part="skeleton" role="img" id="name" aria-label=${words.loading}><i></i><i></i><i></i></div>`
  }</div>`;
}

function missing(element: PackageCard, words: CardWords) {
  const lost = element.problem && element.problem.status !== 404;
  return html`<div part="error" class="row between" id="name"><slot name=${lost ? 'error' : 'empty'}>${lost ? words.error : words.empty}</slot>${
    lost ? html`<button part="retry" class="quiet" @click=${() => element.reload()}>${words.retry}</button>` : nothing}</div>`;
}

function full(element: PackageCard, card: Card, words: CardWords, language: string) {
  const total = card.services.reduce((sum, service) => sum + service.total, 0);
  const used = card.services.reduce((sum, service) => sum + service.used, 0);
  const brief = element.view === 'summary';
  const allUsed = fill(words.used, { n: used, max: total });
  return html`<div part="header" class="row between">
      <div part="name" id="name" role="heading" aria-level=${element.headingLevel}>${card.name}</div>
      <div class="row"><slot name="badge"></slot>${badge(card.status, 'status', words)}${badge(card.payment, 'payment', words)}</div>
    </div>
    ${element.showPrice ? html`<div part="price" class="row">${formatMoney(card.price, language)}${
      card.originalPrice ? html`<span class="hidden">${words.instead}</span><s part="price-original">${formatMoney(card.originalPrice, language)}</s>` : nothing}</div>` : nothing}
    ${brief ? bar(words.total, used, total, allUsed, words) : html`<div part="details" class="row">
      <span><span part="term">${words.bought}</span> ${day(card.purchasedOn, language)}</span>
      ${expiry(element, card, words, language)}
      <span part="used">${allUsed}</span>
      <slot name="details"></slot>
    </div>
    <div part="services" role="list">${card.services.map(({ name, used, total, remaining }) => bar(name, used, total, fill(words.remaining, { n: remaining, max: total }), words))}</div>`}
    <div part="actions" class="row" @click=${(event: Event) => element.acted(event)}><slot name="actions"></slot></div>
    <slot name="footer"></slot>`;
}

const badge = (code: Card['status'] | Card['payment'], kind: string, words: CardWords) =>
  html`<span part="badge badge-${kind}" data-tone=${badges[code][0]} data-shape=${badges[code][1]}>${words[code]}</span>`;

function expiry(element: PackageCard, { expiresOn, daysLeft }: Card, words: CardWords, language: string) {
  if (!expiresOn) return html`<span part="term">${words.never}</span>`;
  const { tone } = element;
  return html`<span><span part="term">${tone === 'red' ? words.ended : words.expires}</span> <span part=${tone === 'green' || tone === 'none' ? 'value' : 'value warning'} data-tone=${tone}>${
    day(expiresOn, language)} (${distances(language).format(daysLeft ?? 0, 'day')})</span></span>`;
}

/** PK-04: the fill is the used part. */
const bar = (name: string, used: number, total: number, count: string, words: CardWords) =>
  html`<div part="service" role=${name === words.total ? nothing : 'listitem'}><div class="row between"><span part="service-name">${name}</span><span part="service-count">${count}</span></div>
    <progress part="progress" value=${used} max=${total || 1} aria-label=${fill(words.bar, { name, n: used, max: total })}></progress></div>`;

/** Building a formatter costs more than rendering a card, so that a hundred cards share it. */
function shared<Formatter>(build: (language: string) => Formatter): (language: string) => Formatter {
  const built = new Map<string, Formatter>();
  return (language) => {
    if (!built.has(language)) built.set(language, build(language));
    return built.get(language)!;
  };
}

// Plain "en" would mean American dates.
const dates = shared((language) => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'medium', timeZone: 'UTC' }));
const distances = shared((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));

const day = (date: string, language: string) => dates(language).format(Date.parse(date));

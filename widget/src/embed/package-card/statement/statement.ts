import type { OwnHistoryEntry, PackageCard } from '@bookinda/contracts/packages/package';
import type { OwnHistory } from '../history/own-history.js';
import type { StepWords } from '../history/step-words.js';
import { statementStyles } from './statement-styles.js';
import { en, type StatementWords } from './words.en.js';

type Words = StepWords & StatementWords;

/**
 * PK-16: fills `page`, a window opened by her press, with her package's whole history, to read, print or save. Gives what she
 * must know when there is none. Throws what the calls throw; `page` then stays empty.
 */
export async function printStatement(history: OwnHistory, page: Window | null): Promise<string> {
  const { later, reader } = history;
  const words: Words = { ...reader.words, ...(await later.spoken(en, () => import('./words.hu.js'))) };
  if (!page) return words.popups;
  const { kit, card, source } = later;
  const title = `${words.title} · ${card.card!.name}`;
  dress(page, title, card);
  kit.render(kit.html`<p role="status">${words.gathering}</p>`, page.document.body);
  const [steps, salon] = await Promise.all([
    history.all(),
    source.salon().then(
      ({ tenant }) => tenant.name,
      () => '',
    ),
  ]);
  if (page.closed) return '';
  // Some browsers put another empty document into a window that was just opened.
  dress(page, title, card);
  kit.render(statementView(history, words, card.card!, steps, salon, page), page.document.body);
  return '';
}

function dress(page: Window, title: string, card: HTMLElement & { language: string }): void {
  const { document } = page;
  document.title = title;
  document.documentElement.lang = card.language;
  document.documentElement.dir = getComputedStyle(card).direction;
  // A sheet belongs to the document it was made for.
  const sheet = new (page as Window & typeof globalThis).CSSStyleSheet();
  sheet.replaceSync(statementStyles);
  document.adoptedStyleSheets = [sheet];
}

function statementView(
  history: OwnHistory,
  words: Words,
  card: PackageCard,
  steps: OwnHistoryEntry[],
  salon: string,
  page: Window,
) {
  const { reader, later, head } = history;
  const { html, nothing, fill, day } = later.kit;
  const { language } = reader;
  const money = later.card.showPrice;
  const facts: [string, string][] = [
    [words.customer, card.customer.name],
    [words.status, words[card.status]],
    [words.bought, day(card.purchasedOn, language)],
    [words.expires, card.expiresOn ? day(card.expiresOn, language) : words.never],
  ];
  if (money)
    facts.push([words.paid, fill(words.paidOf, { paid: reader.sum(card.paid), price: reader.sum(card.price) })]);
  return html`<main>
    <header>
      <div><p>${salon}</p><h1>${words.title}: ${card.name}</h1><p>${fill(words.asOf, { day: day(card.today, language) })}</p></div>
      <button type="button" @click=${() => page.print()}>${words.print}</button>
    </header>
    <dl>${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
    <h2>${words.services}</h2>
    <ul>${card.services.map(({ name, used, total, remaining }) => html`<li><b>${name}</b>: ${fill(words.serviceState, { used, total, left: remaining })}</li>`)}</ul>
    <h2>${words.steps}</h2>
    <table>
      <thead><tr>
        <th scope="col">#</th><th scope="col">${words.when}</th><th scope="col">${words.whatStep}</th><th scope="col">${words.with}</th>
        <th scope="col" class="end">${words.sessions}</th><th scope="col" class="end">${words.leftHead}</th>
        ${money ? html`<th scope="col" class="end">${words.money}</th><th scope="col" class="end">${words.paidHead}</th>` : nothing}
      </tr></thead>
      <tbody>${steps.map((step, number) => row(history, words, step, number, money))}</tbody>
    </table>
    <p class="code"><b>${words.check}</b> <code>${head}</code><br />${words.statementCheck}</p>
  </main>`;
}

/** The sale is step 0, as the check of a code counts. */
function row(history: OwnHistory, words: Words, step: OwnHistoryEntry, number: number, money: boolean) {
  const { reader, later } = history;
  const { html, nothing } = later.kit;
  const why = [reader.change(step), step.settledOn?.number, step.reversed && words.undone].filter(Boolean).join(' · ');
  const cell = (name: string, text: string | number) => html`<td class="end" data-name=${name}>${text}</td>`;
  return html`<tr class=${step.reversed ? 'reversed' : ''}>
    <td>${number}</td>
    <td>${reader.moment(step)}</td>
    <td><b>${reader.title(step)}</b> ${step.service?.name}${why ? html`<br />${why}` : nothing}</td>
    <td>${reader.who(step)}</td>
    ${cell(words.sessions, step.sessions === null ? '' : reader.signed(-step.sessions))}
    ${cell(words.leftHead, step.remainingAfter ?? '')}
    ${money ? [cell(words.money, reader.money(step)), cell(words.paidHead, step.paidAfter ? reader.sum(step.paidAfter) : '')] : nothing}
  </tr>`;
}

import type { PackageCard } from '@bookinda/contracts/packages/package';
import type { DisputedStep, PackageMatter, Settlement } from '@bookinda/contracts/packages/package-matter';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../look/badge.js';
import { shapeOfPackage } from '../look/badge.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { calendarDay, exact } from '../look/when.js';
import { changeOf, moneyOfStep, reasonOf, titleOf } from '../packages/describe-step.js';
import { sessionBar } from '../packages/session-bar.js';
import { sessionBarStyles } from '../packages/session-bar.styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { maySell, showsPackages } from '../shell/here.js';
import { root } from '../shell/router.js';

/** PK-21: beside the thread: the card, the disputed step, evidence against now, what was settled, and the ledger. */
@customElement('desk-package-matter')
export class PackageMatterPanel extends DeskElement {
  static override styles = [
    sheet,
    sessionBarStyles,
    css`
      section {
        display: grid;
        gap: 8px;
        padding-block: 16px;
        border-top: 1px solid var(--line);
      }
      section:first-child {
        border-top: 0;
        padding-top: 0;
      }
      h3 .quiet {
        font-weight: 400;
      }
      a {
        overflow-wrap: anywhere;
      }
      .disputed {
        padding: 8px 12px;
        border-radius: var(--radius);
        background: var(--tint-amber);
        color: var(--on-amber);
      }
      .disputed .quiet {
        color: inherit;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.8125rem;
        line-height: 20px;
      }
      th,
      td {
        padding: 4px 8px 4px 0;
        text-align: start;
        font-weight: 400;
        vertical-align: top;
        overflow-wrap: anywhere;
      }
      thead th {
        color: var(--quiet);
      }
      tbody tr {
        border-top: 1px solid var(--line);
      }
      .moved td:last-child {
        font-weight: 600;
      }
      li {
        display: grid;
        gap: 0 12px;
        grid-template-columns: minmax(0, 1fr) auto;
        padding-block: 6px;
        font-size: 0.8125rem;
        line-height: 20px;
      }
      ol li {
        border-top: 1px solid var(--line);
      }
      ol li.disputed {
        padding-inline: 8px;
        border-top-color: transparent;
      }
      .reversed .what {
        text-decoration: line-through;
      }
      summary {
        cursor: pointer;
        min-height: 32px;
        line-height: 32px;
        font-size: 0.875rem;
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) matter!: PackageMatter;

  override render() {
    const { matter } = this;
    return html`${this.#renderCard(matter.card)} ${this.#renderEvidence(matter)} ${this.#renderSettled(matter.settlements)} ${this.#renderHistory(matter)}`;
  }

  #renderCard(card: PackageCard) {
    const { words } = this;
    const { colour, shape } = shapeOfPackage[card.status];
    return html`<section aria-label=${words.matter.title}>
      <div class="spread">
        <h2>${card.name}</h2>
        <desk-badge colour=${colour} shape=${shape} label=${words.packageStatus[card.status]}></desk-badge>
      </div>
      ${card.services.map((service) => sessionBar(service, words))}
      ${showsPackages(this.session) ? html`<a class="small" href="${root}/customers/${card.customer.id}">${words.matter.all}</a>` : nothing}
    </section>`;
  }

  #renderEvidence({ kind, at, evidence, step, card }: PackageMatter) {
    const { words, language } = this;
    const { matter } = words;
    const then = evidence.step;
    return html`<section aria-label=${matter.thenNow}>
      <h3>${kind === 'dispute' ? matter.dispute : matter.renewal} <span class="quiet small">${matter.asked(exact(at, language))}</span></h3>
      ${then ? html`<div class="disputed small">${this.#renderStep(then)}</div>` : nothing}
      ${step?.reversed && !then?.reversed ? html`<p class="small row">${icon('check', 16)}${matter.undone}</p>` : nothing}
      ${this.#renderThenNow(evidence.card, card)}
      ${kind === 'renewal' && maySell(this.session) ? html`<p><wa-button size="s" appearance="outlined" @click=${() => this.emit('desk-renew', card)}>${words.renewal.open}</wa-button></p>` : nothing}
    </section>`;
  }

  #renderThenNow(then: PackageCard, now: PackageCard) {
    const { matter } = this.words;
    const before = this.#factsOf(then);
    const rows = this.#factsOf(now).map(([name, value], n) => ({ name, value, was: before[n]?.[1] ?? '' }));
    if (rows.every(({ value, was }) => value === was)) return html`<p class="quiet small">${matter.same}</p>`;
    return html`<table>
      <thead>
        <tr><th scope="col"><span class="visually-hidden">${matter.what}</span></th><th scope="col">${matter.before}</th><th scope="col">${matter.now}</th></tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ name, value, was }) =>
            html`<tr class=${value === was ? '' : 'moved'}><th scope="row">${name}</th><td class="number">${was}</td><td class="number">${value}</td></tr>`,
        )}
      </tbody>
    </table>`;
  }

  #factsOf(card: PackageCard): [string, string][] {
    const { words, language } = this;
    const { matter, packages, packageStatus } = words;
    return [
      ...card.services.map(({ name, used, total }): [string, string] => [matter.used(name), `${used}/${total}`]),
      [matter.expires, card.expiresOn ? calendarDay(card.expiresOn, language) : packages.never],
      [matter.paid, formatMoney(card.paid, language)],
      [matter.status, packageStatus[card.status]],
    ];
  }

  #renderSettled(settlements: Settlement[]) {
    if (settlements.length === 0) return nothing;
    const { matter } = this.words;
    return html`<section aria-label=${matter.settled}>
      <h3>${matter.settled}</h3>
      <ul>
        ${settlements.map(
          (settlement) => html`<li>
            <span>${this.#say(settlement)}<br /><span class="quiet">${matter.by(settlement.by)} · <desk-when at=${settlement.at}></desk-when></span></span>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  #say({ remedy, sessions, service, expiresOn, amount, method }: Settlement): string {
    const { words, language } = this;
    const { matter } = words;
    if (remedy === 'restore') return matter.restored(sessions ?? 0, service ?? '');
    if (remedy === 'extend') return expiresOn ? matter.extended(calendarDay(expiresOn, language)) : matter.unlimited;
    return amount ? matter.refunded(formatMoney(amount, language), words.methods[method ?? 'other']) : '';
  }

  #renderHistory({ history, evidence }: PackageMatter) {
    const { matter } = this.words;
    return html`<section aria-label=${matter.history}>
      <details open>
        <summary>${matter.history}</summary>
        <ol>
          ${history.map((step) => this.#renderRow(step, step.id === evidence.step?.id))}
        </ol>
      </details>
    </section>`;
  }

  #renderRow(step: DisputedStep, disputed: boolean) {
    const { words } = this;
    return html`<li class="${disputed ? 'disputed' : ''} ${step.reversed ? 'reversed' : ''}" aria-current=${disputed ? 'true' : nothing}>
      ${this.#renderStep(step)}
      <span class="number">
        ${step.remainingAfter === null ? nothing : words.redeem.left(step.remainingAfter)}
        ${disputed ? html`<br />${words.matter.disputed}` : nothing}
      </span>
    </li>`;
  }

  #renderStep(told: DisputedStep) {
    const { words, language } = this;
    const step = { ...told, ticket: null };
    const moved = step.sessions === null ? '' : words.history.sessions(-step.sessions);
    const reason = reasonOf(step, words);
    const staff = step.staff && step.staff !== step.actor ? step.staff : null;
    return html`<span>
      <span class="what"><strong>${titleOf(step, words)}</strong> ${step.service?.name ?? ''} <span class="number">${moved} ${moneyOfStep(step, words, language)}</span> ${changeOf(step, words, language)}</span>
      ${reason ? html`· ${reason}` : nothing}<br />
      <span class="quiet">${exact(step.at, language)} · ${step.actor}${staff ? html` · ${words.history.by(staff)}` : nothing}${step.reversed ? html` · ${words.history.reversed}` : nothing}</span>
    </span>`;
  }
}

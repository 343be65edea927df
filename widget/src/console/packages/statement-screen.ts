import type { HistoryEntry, PackageCard } from '@bookinda/contracts/packages/package';
import { readPackage } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { calendarDay, exact } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { root } from '../shell/router.js';
import { refusalText } from '../shell/toasts.js';
import { changeOf, moneyOfStep } from './describe-step.js';
import { readHistory } from './read-history.js';

/** PK-16: a page to print and hand over: what was sold, every step with its balance, the check code. Notes stay with the team. */
@customElement('desk-statement')
export class StatementScreen extends DeskElement {
  static override styles = [
    sheet,
    css`
      .page {
        max-width: 880px;
      }
      .back {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-height: 32px;
        font-size: 0.875rem;
        text-decoration: none;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px 16px;
        font-size: 0.875rem;
      }
      dt {
        color: var(--quiet);
      }
      .scroller {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.8125rem;
        line-height: 18px;
        font-variant-numeric: tabular-nums;
      }
      th {
        text-align: start;
        font-weight: 600;
        border-bottom: 1px solid var(--strong);
      }
      th,
      td {
        padding: 6px 12px 6px 0;
        vertical-align: top;
      }
      td {
        border-bottom: 1px solid var(--line);
      }
      .end {
        text-align: end;
        white-space: nowrap;
      }
      .when {
        white-space: nowrap;
      }
      .reversed td {
        text-decoration: line-through;
      }
      code {
        font: 0.75rem/18px var(--mono);
        overflow-wrap: anywhere;
      }
      @media print {
        :host {
          --surface: #fff;
          --text: #000;
          --quiet: #444;
          --line: #bbb;
          --strong: #777;
          color: #000;
          background: #fff;
        }
        .tools {
          display: none;
        }
        .page {
          max-width: none;
          padding: 0;
        }
        .card {
          border: 0;
          padding: 0;
        }
        .scroller {
          overflow: visible;
        }
        tr {
          break-inside: avoid;
        }
      }
      @media screen and (max-width: 719px) {
        thead {
          display: none;
        }
        .steps tr {
          display: grid;
          gap: 2px;
          padding-block: 8px;
          border-bottom: 1px solid var(--line);
        }
        .steps td {
          padding: 0;
          border: 0;
          text-align: start;
        }
        .steps td:empty {
          display: none;
        }
        .steps td[data-name]::before {
          content: attr(data-name) ': ';
          color: var(--quiet);
        }
        .steps .what {
          order: -1;
        }
      }
    `,
  ];

  @property() packageId = '';
  @state() private card: PackageCard | null = null;
  @state() private entries: HistoryEntry[] = [];
  @state() private head = '';
  @state() private refusal = '';

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('packageId')) this.#read();
  }

  async #read(): Promise<void> {
    try {
      const [card, { entries, head }] = await Promise.all([
        ask(readPackage, undefined, { params: { id: this.packageId } }),
        readHistory(this.packageId),
      ]);
      Object.assign(this, { card, head, entries: entries.filter(({ kind }) => kind !== 'note'), refusal: '' });
      document.title = `${this.words.statement.title} · ${card.name} · ${card.customer.name}`;
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  override render() {
    const { words, card } = this;
    return html`<div class="page stack">
      <div class="spread tools">
        <a class="back" href="${root}/packages/${this.packageId}">${icon('back', 16)} ${card?.name ?? words.packages.title}</a>
        ${card ? html`<wa-button size="s" appearance="outlined" @click=${() => print()}>${words.statement.print}</wa-button>` : nothing}
      </div>
      ${this.refusal ? html`<p class="notice bad" role="alert">${this.refusal}</p>` : nothing}
      ${card ? this.#renderStatement(card) : this.refusal ? nothing : html`<div class="card padded stack" aria-busy="true"><div class="bone" style="width:40%"></div><div class="bone"></div></div>`}
    </div>`;
  }

  #renderStatement(card: PackageCard) {
    const { words, language, session } = this;
    const price = formatMoney(card.price, language);
    const before = card.originalPrice ? words.sell.instead(formatMoney(card.originalPrice, language)) : '';
    return html`<div class="card padded stack">
      <div class="spread">
        <div><p class="quiet small">${session.tenant.name}</p><h1>${words.statement.title}: ${card.name}</h1></div>
        <p class="quiet small">${words.statement.issued(calendarDay(card.today, language))}</p>
      </div>
      <dl class="number">
        <dt>${words.statement.customer}</dt><dd>${card.customer.name}</dd>
        <dt>${words.packages.status}</dt><dd>${words.packageStatus[card.status]}</dd>
        <dt>${words.packages.columns.price}</dt><dd>${price} ${before ? html`<span class="quiet">${before}</span>` : nothing}</dd>
        <dt>${words.packages.payment}</dt><dd>${words.money.paid(formatMoney(card.paid, language), price)}</dd>
        <dt>${words.packages.columns.expires}</dt><dd>${card.expiresOn ? calendarDay(card.expiresOn, language) : words.packages.never}</dd>
      </dl>
      <table aria-label=${words.statement.services}>
        <tbody>${card.services.map((service) => html`<tr><td>${service.name}</td><td class="end">${words.correct.state(service.used, service.total, service.remaining)}</td></tr>`)}</tbody>
      </table>
      <div class="scroller">
        <table class="steps" aria-label=${words.history.title}>
          <thead><tr><th scope="col">${words.statement.when}</th><th scope="col">${words.statement.what}</th><th scope="col">${words.statement.who}</th><th scope="col" class="end">${words.statement.sessions}</th><th scope="col" class="end">${words.statement.left}</th><th scope="col" class="end">${words.statement.money}</th><th scope="col" class="end">${words.statement.paidInAll}</th></tr></thead>
          <tbody>${this.entries.map((entry) => this.#renderStep(entry))}</tbody>
        </table>
      </div>
      ${this.head ? html`<p class="small"><strong>${words.statement.check}</strong> <code>${this.head}</code><br /><span class="quiet">${words.statement.checkHint}</span></p>` : nothing}
    </div>`;
  }

  #renderStep(entry: HistoryEntry) {
    const { words, language } = this;
    // The customer gets this paper: reasons are the team's.
    const why = changeOf(entry, words, language);
    return html`<tr class=${entry.reversed ? 'reversed' : ''}>
      <td class="when">${exact(entry.at, language)}</td>
      <td class="what"><strong>${words.history.kinds[entry.kind]}</strong> ${entry.service?.name ?? ''}${why ? html`<br />${why}` : nothing}</td>
      <td>${entry.actor}${entry.staff && entry.staff !== entry.actor ? html`<br />${words.history.by(entry.staff)}` : nothing}</td>
      <td class="end" data-name=${words.statement.sessions}>${entry.sessions === null ? '' : words.history.sessions(-entry.sessions)}</td>
      <td class="end" data-name=${words.statement.left}>${entry.remainingAfter ?? ''}</td>
      <td class="end" data-name=${words.statement.money}>${moneyOfStep(entry, words, language)}</td>
      <td class="end" data-name=${words.statement.paidInAll}>${entry.paidAfter ? formatMoney(entry.paidAfter, language) : ''}</td>
    </tr>`;
  }
}

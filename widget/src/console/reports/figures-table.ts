import type { PackageFigures } from '@bookinda/contracts/packages/package-report';
import { formatMoney } from '@bookinda/contracts/values';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import type { Words } from '../words/en.js';

/** A row: what it is about, and its figures. */
export interface FiguresRow {
  name: string | TemplateResult;
  figures: PackageFigures;
}

type Column = {
  name: keyof Words['reports'] & keyof typeof amounts;
  /** Sessions beside the money. */
  sessions?: (figures: PackageFigures) => number;
};

const amounts = {
  opening: ({ value }: PackageFigures) => value.opening,
  sold: ({ value }: PackageFigures) => value.sold,
  redeemed: ({ value }: PackageFigures) => value.redeemed,
  refunded: ({ value }: PackageFigures) => value.refunded,
  expired: ({ value }: PackageFigures) => value.expired,
  closing: ({ value }: PackageFigures) => value.closing,
  received: ({ received }: PackageFigures) => received,
  refunds: ({ refunds }: PackageFigures) => refunds,
  due: ({ due }: PackageFigures) => due,
};

const isQuiet = (figures: PackageFigures) => Object.values(amounts).every((amount) => amount(figures) === 0);

const columns: Column[] = [
  { name: 'opening', sessions: ({ sessions }) => sessions.opening },
  { name: 'sold', sessions: ({ sessions }) => sessions.sold },
  { name: 'redeemed', sessions: ({ sessions }) => sessions.redeemed },
  { name: 'refunded', sessions: ({ sessions }) => sessions.refunded },
  { name: 'expired', sessions: ({ sessions }) => sessions.expired },
  { name: 'closing', sessions: ({ sessions }) => sessions.closing },
  { name: 'received' },
  { name: 'refunds' },
  { name: 'due' },
];

/** PK-18: figures by month or by template; on a phone each row is a card of its own. */
@customElement('desk-figures')
export class FiguresTable extends DeskElement {
  static override styles = [
    sheet,
    css`
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
      th,
      td {
        padding: 8px 12px;
        text-align: end;
        white-space: nowrap;
        vertical-align: top;
      }
      th {
        font-weight: 500;
        color: var(--quiet);
      }
      th:first-child {
        text-align: start;
        white-space: normal;
        min-width: 96px;
        position: sticky;
        inset-inline-start: 0;
        background: var(--surface);
      }
      tbody th,
      tfoot th {
        color: var(--text);
      }
      tbody tr > *,
      tfoot tr > * {
        border-top: 1px solid var(--line);
      }
      tfoot tr > * {
        font-weight: 600;
        border-top-width: 2px;
      }
      .closing {
        font-weight: 600;
      }
      small {
        display: block;
        font-size: 0.75rem;
        font-weight: 400;
        color: var(--quiet);
      }
      .nothing {
        color: var(--quiet);
      }
      @media (max-width: 719px) {
        thead {
          display: none;
        }
        tr {
          display: grid;
          grid-template-columns: 1fr 1fr;
          gap: 6px 16px;
          padding: 12px 0;
          border-top: 1px solid var(--line);
        }
        tfoot tr {
          border-top-width: 2px;
        }
        tbody tr > *,
        tfoot tr > * {
          border: 0;
          padding: 0;
          text-align: start;
          min-width: 0;
        }
        th:first-child {
          grid-column: 1 / -1;
          font-weight: 600;
          font-size: 0.875rem;
        }
        td::before {
          content: attr(data-name);
          display: block;
          font-weight: 400;
          font-size: 0.75rem;
          color: var(--quiet);
        }
        .nothing,
        .quiet {
          display: none;
        }
      }
    `,
  ];

  @property() label = '';
  /** What the first column names. */
  @property() subject = '';
  @property() currency = 'EUR';
  @property({ attribute: false }) rows: FiguresRow[] = [];
  @property({ attribute: false }) total: PackageFigures | null = null;

  override render() {
    const words = this.words.reports;
    return html`<div class="scroller" tabindex="0" role="group" aria-label=${this.label}>
      <table aria-label=${this.label}>
        <thead><tr><th scope="col">${this.subject}</th>${columns.map(({ name }) => html`<th scope="col">${words[name]}</th>`)}</tr></thead>
        <tbody>${this.rows.map((row) => this.#renderRow(row))}</tbody>
        ${this.total ? html`<tfoot>${this.#renderRow({ name: words.total, figures: this.total })}</tfoot>` : nothing}
      </table>
    </div>`;
  }

  #renderRow({ name, figures }: FiguresRow) {
    const words = this.words.reports;
    return html`<tr class=${isQuiet(figures) ? 'quiet' : ''}><th scope="row">${name}</th>${columns.map((column) => {
      const amount = amounts[column.name](figures);
      const sessions = column.sessions?.(figures);
      const quiet = amount === 0 && !sessions;
      return html`<td class="${column.name} ${quiet ? 'nothing' : ''}" data-name=${words[column.name]}>
        ${formatMoney({ amount, currency: this.currency }, this.language)}${sessions ? html`<small>${this.words.reports.count(sessions)}</small>` : nothing}
      </td>`;
    })}</tr>`;
  }
}

import type { PackageCard } from '@bookinda/contracts/packages/package';
import { expiryTone, type PackageStatus, packageStatuses } from '@bookinda/contracts/packages/package-status';
import { type PaymentBadge, paymentBadges } from '@bookinda/contracts/packages/payment-badge';
import { listPackages } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import '../look/badge.js';
import { shapeOfPackage, shapeOfPayment } from '../look/badge.js';
import { icon } from '../look/icons.js';
import { listStyles } from '../look/list.styles.js';
import { boneRows } from '../look/skeleton.js';
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { gathered, hearChanges } from '../shell/live.js';
import { keepQuery, root } from '../shell/router.js';
import { onShortcuts } from '../shell/shortcuts.js';
import { refusalText } from '../shell/toasts.js';

/** PK-06: Customer Packages across all customers; a row opens the card. */
@customElement('desk-packages')
export class PackagesScreen extends DeskElement {
  static override styles = [
    sheet,
    listStyles,
    css`
      .scroller {
        overflow-x: auto;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.875rem;
      }
      th {
        text-align: start;
        font-weight: 500;
        color: var(--quiet);
        padding: 8px 16px;
        white-space: nowrap;
      }
      td {
        padding: 10px 16px;
        border-top: 1px solid var(--line);
        vertical-align: middle;
      }
      tr {
        position: relative;
      }
      tbody tr:hover {
        background: var(--hover);
      }
      tfoot td {
        color: var(--quiet);
      }
      .end {
        text-align: end;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      a.cover {
        color: inherit;
        text-decoration: none;
        font-weight: 500;
      }
      a.cover::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      .green {
        color: var(--on-green);
      }
      .amber {
        color: var(--on-amber);
        font-weight: 600;
      }
      .red {
        color: var(--on-red);
        font-weight: 600;
      }
      .name {
        min-width: 152px;
      }
      .day {
        white-space: nowrap;
      }
      @media (max-width: 1023px) {
        thead {
          display: none;
        }
        tr {
          display: grid;
          grid-template-columns: minmax(0, 1fr) auto auto;
          grid-template-areas: 'name name price' 'customer customer day' 'status payment used';
          justify-items: start;
          gap: 4px 8px;
          padding: 12px 16px;
          border-top: 1px solid var(--line);
        }
        tr:first-child {
          border-top: 0;
        }
        td {
          padding: 0;
          border: 0;
        }
        .name {
          grid-area: name;
        }
        .who {
          grid-area: customer;
        }
        .status {
          grid-area: status;
        }
        .payment {
          grid-area: payment;
          justify-self: start;
        }
        .used {
          grid-area: used;
        }
        .day {
          grid-area: day;
          justify-self: end;
        }
        .price {
          grid-area: price;
        }
        .used,
        .price {
          justify-self: end;
        }
      }
    `,
  ];

  @state() private status: PackageStatus | '' = '';
  @state() private payment: PaymentBadge | '' = '';
  @state() private q = '';
  @state() private cards: PackageCard[] | null = null;
  @state() private next: string | null = null;
  @state() private refusal = '';
  #asking?: AbortController;
  #stops: (() => void)[] = [];
  #search = gathered(() => this.#read(), 250);

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this;
    document.title = `${this.words.sections.packages} · ${session.tenant.name}`;
    const query = new URLSearchParams(location.search);
    this.status = packageStatuses.find((status) => status === query.get('status')) ?? '';
    this.payment = paymentBadges.find((payment) => payment === query.get('payment')) ?? '';
    this.q = query.get('q') ?? '';
    this.#read();
    const refresh = gathered(() => this.#read(), 400);
    this.#stops = [
      hearChanges('/v1/events', `${session.tenant.id}:${session.person.id}`, (change) => change.package && refresh()),
      onShortcuts({ '/': () => this.renderRoot.querySelector<HTMLElement>('wa-input')?.focus() }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    for (const stop of this.#stops) stop();
  }

  #input() {
    const { status, payment, q } = this;
    return { ...(status ? { status } : {}), ...(payment ? { payment } : {}), ...(q ? { q } : {}) };
  }

  /** As many rows as were shown, so that a change somewhere does not fold the list. */
  async #read(): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const page = await ask(
        listPackages,
        { ...this.#input(), limit: Math.min(100, Math.max(50, this.cards?.length ?? 0)) },
        { signal },
      );
      this.cards = page.items;
      this.next = page.next;
      this.refusal = '';
    } catch (error) {
      if (!signal.aborted) this.refusal = refusalText(error);
    }
  }

  async #more(): Promise<void> {
    if (!this.next) return;
    const page = await ask(listPackages, { ...this.#input(), limit: 50, after: this.next }).catch((error: unknown) => {
      this.refusal = refusalText(error);
    });
    if (!page) return;
    this.cards = [...(this.cards ?? []), ...page.items];
    this.next = page.next;
  }

  #filter(changes: Partial<{ status: PackageStatus | ''; payment: PaymentBadge | ''; q: string }>, soon = false): void {
    Object.assign(this, changes);
    keepQuery({ status: this.status, payment: this.payment, q: this.q });
    if (soon) {
      this.#search();
      return;
    }
    this.cards = null;
    this.#read();
  }

  override render() {
    const { words } = this;
    return html`<div class="page stack">
      <h1>${words.packages.title}</h1>
      ${this.#renderFilters()}
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.cards ? (this.cards.length > 0 ? this.#renderTable(this.cards) : this.#renderEmpty()) : this.refusal ? nothing : boneRows(6, words.common.loading)}
    </div>`;
  }

  #renderFilters() {
    const { words } = this;
    const picked = (event: Event) => {
      const { value } = event.target as HTMLSelectElement;
      return value === 'any' ? '' : value;
    };
    return html`<div class="filters" role="search" aria-label=${words.tickets.filters}>
      <wa-input size="s" type="search" label=${words.common.search} placeholder=${words.packages.searchHint} with-clear .value=${this.q} @input=${(event: Event) => this.#filter({ q: (event.target as HTMLInputElement).value }, true)} @wa-clear=${() => this.#filter({ q: '' })}>
        <span slot="start">${icon('search', 16)}</span>
      </wa-input>
      <wa-select size="s" label=${words.packages.status} .value=${this.status || 'any'} @change=${(event: Event) => this.#filter({ status: picked(event) as PackageStatus })}>
        <wa-option value="any">${words.packages.status}: ${words.common.any}</wa-option>
        ${packageStatuses.toReversed().map((status) => html`<wa-option value=${status}>${words.packageStatus[status]}</wa-option>`)}
      </wa-select>
      <wa-select size="s" label=${words.packages.payment} .value=${this.payment || 'any'} @change=${(event: Event) => this.#filter({ payment: picked(event) as PaymentBadge })}>
        <wa-option value="any">${words.packages.payment}: ${words.common.any}</wa-option>
        ${paymentBadges.map((payment) => html`<wa-option value=${payment}>${words.paymentBadge[payment]}</wa-option>`)}
      </wa-select>
    </div>`;
  }

  #renderTable(cards: PackageCard[]) {
    const { words } = this;
    const columns = words.packages.columns;
    return html`<div class="card scroller">
        <table aria-label=${words.packages.title}>
          <thead><tr><th scope="col">${columns.name}</th><th scope="col">${columns.customer}</th><th scope="col">${columns.status}</th><th scope="col">${columns.payment}</th><th scope="col" class="end">${columns.used}</th><th scope="col">${columns.expires}</th><th scope="col" class="end">${columns.price}</th></tr></thead>
          <tbody>${repeat(
            cards,
            ({ id }) => id,
            (card) => this.#renderRow(card),
          )}</tbody>
        </table>
      </div>
      <p class="quiet small number">${words.packages.shown(cards.length, this.next !== null)}</p>
      ${this.next ? html`<div class="more"><wa-button size="s" appearance="outlined" @click=${this.#more}>${words.common.more}</wa-button></div>` : nothing}`;
  }

  #renderRow(card: PackageCard) {
    const { words, language } = this;
    const sum = (name: 'used' | 'total') => card.services.reduce((total, service) => total + service[name], 0);
    const tone = expiryTone(card.expiresOn, card.today, card.daysLeft ?? 0);
    return html`<tr>
      <td class="name"><a class="cover" href="${root}/packages/${card.id}">${card.name}</a></td>
      <td class="quiet who">${card.customer.name}</td>
      <td class="status"><desk-badge colour=${shapeOfPackage[card.status].colour} shape=${shapeOfPackage[card.status].shape} label=${words.packageStatus[card.status]}></desk-badge></td>
      <td class="payment"><desk-badge colour=${shapeOfPayment[card.payment].colour} shape=${shapeOfPayment[card.payment].shape} label=${words.paymentBadge[card.payment]}></desk-badge></td>
      <td class="end used">${sum('used')}/${sum('total')}</td>
      <td class="day ${tone}">${card.expiresOn ? calendarDay(card.expiresOn, language) : words.packages.never}</td>
      <td class="end price">${formatMoney(card.price, language)}</td>
    </tr>`;
  }

  #renderEmpty() {
    const { words } = this;
    const narrowed = this.q || this.status || this.payment;
    return html`<div class="card empty">
      <h2>${narrowed ? words.packages.noneMatch : words.packages.none}</h2>
      <p>${narrowed ? words.tickets.noneMatchHint : words.packages.noneHint}</p>
      ${narrowed ? html`<wa-button size="s" appearance="outlined" @click=${() => this.#filter({ q: '', status: '', payment: '' })}>${words.common.clear}</wa-button>` : nothing}
    </div>`;
  }
}

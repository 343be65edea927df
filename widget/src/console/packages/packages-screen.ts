import type { PackageCard, PackageTotals } from '@bookinda/contracts/packages/package';
import { expiryTone } from '@bookinda/contracts/packages/package-status';
import { exportPackages, listPackages, totalPackages } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import '../look/badge.js';
import { shapeOfFreeze, shapeOfPackage, shapeOfPayment } from '../look/badge.js';
import { listStyles } from '../look/list.styles.js';
import { boneRows } from '../look/skeleton.js';
import { sheet, tabStrip } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { downloadWithProof } from '../shell/download.js';
import { ask, inTenant, maySell, maySetRight } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { keepQuery, root } from '../shell/router.js';
import { onShortcuts } from '../shell/shortcuts.js';
import { refusalText } from '../shell/toasts.js';
import { type ChosenFilter, filterFromQuery, filterInput, isNarrowed, noFilter } from './chosen-filter.js';
import type { PackageFilters } from './package-filters.js';
import './package-filters.js';
import { packageTabs } from './package-tabs.js';
import { packagesScreenStyles } from './packages-screen.styles.js';

type Dialog = 'extend' | 'write';
const load: Record<Dialog, () => Promise<unknown>> = {
  extend: () => import('./extend-packages-dialog.js'),
  write: () => import('./write-letter-dialog.js'),
};

/** PK-06: Customer Packages across all customers, with totals of what passes the filters; a row opens the card. */
@customElement('desk-packages')
export class PackagesScreen extends DeskElement {
  static override styles = [sheet, tabStrip, listStyles, packagesScreenStyles];

  @state() private filter: ChosenFilter = noFilter;
  @state() private cards: PackageCard[] | null = null;
  @state() private totals: PackageTotals | null = null;
  @state() private next: string | null = null;
  @state() private refusal = '';
  @state() private dialog: Dialog | '' = '';
  #asking?: AbortController;
  #stops: (() => void)[] = [];
  #search = gathered(() => this.#read(), 250);

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this;
    document.title = `${this.words.sections.packages} · ${session.tenant.name}`;
    this.filter = filterFromQuery(new URLSearchParams(location.search));
    this.#read();
    const refresh = gathered(() => this.#read(), 400);
    this.hear((change) => change.package, refresh);
    this.#stops = [
      onShortcuts({
        '/': () => this.renderRoot.querySelector<PackageFilters>('desk-package-filters')?.focusSearch(),
      }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    for (const stop of this.#stops) stop();
  }

  /** As many rows as were shown, so that a change somewhere does not fold the list. */
  async #read(): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const input = filterInput(this.filter);
    const limit = Math.min(100, Math.max(50, this.cards?.length ?? 0));
    try {
      const [page, totals] = await Promise.all([
        ask(listPackages, { ...input, limit }, { signal }),
        maySell(this.session) ? ask(totalPackages, input, { signal }) : null,
      ]);
      Object.assign(this, { cards: page.items, next: page.next, totals, refusal: '' });
    } catch (error) {
      if (!signal.aborted) this.refusal = refusalText(error);
    }
  }

  async #more(): Promise<void> {
    if (!this.next) return;
    const input = { ...filterInput(this.filter), limit: 50, after: this.next };
    const page = await ask(listPackages, input).catch((error: unknown) => {
      this.refusal = refusalText(error);
    });
    if (!page) return;
    this.cards = [...(this.cards ?? []), ...page.items];
    this.next = page.next;
  }

  #choose(filter: ChosenFilter, soon: boolean): void {
    this.filter = filter;
    keepQuery({ ...filter });
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
      <div class="spread"><h1>${words.packages.title}</h1>${this.#renderActs()}</div>
      ${packageTabs('all', words)}
      <desk-package-filters .filter=${this.filter} @desk-filter=${(event: CustomEvent<{ filter: ChosenFilter; soon: boolean }>) => this.#choose(event.detail.filter, event.detail.soon)}></desk-package-filters>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.cards ? (this.cards.length > 0 ? this.#renderTable(this.cards) : this.#renderEmpty()) : this.refusal ? nothing : boneRows(6, words.common.loading)}
    </div>
    ${this.#renderDialog()}`;
  }

  async #open(dialog: Dialog): Promise<void> {
    await load[dialog]();
    this.dialog = dialog;
  }

  /** For all that pass the filters. The browser downloads the table by itself: a link streams, however long the list is. */
  #renderActs() {
    if (!maySetRight(this.session)) return nothing;
    const { words } = this;
    const query = Object.entries({ ...filterInput(this.filter), language: this.language });
    const search = new URLSearchParams(query.map(([name, value]) => [name, String(value)]));
    return html`<div class="row">
      <a class="small" href=${inTenant(`${exportPackages.path}?${search}`)} download @click=${downloadWithProof}>${words.finder.csv}</a>
      <wa-button size="s" appearance="outlined" @click=${() => this.#open('extend')}>${words.extending.open}</wa-button>
      <wa-button size="s" appearance="outlined" @click=${() => this.#open('write')}>${words.letters.open}</wa-button>
    </div>`;
  }

  #renderDialog() {
    const close = () => (this.dialog = '');
    const filter = filterInput(this.filter);
    if (this.dialog === 'extend')
      return html`<desk-extend-packages .filter=${filter} @desk-close=${close}></desk-extend-packages>`;
    return this.dialog === 'write'
      ? html`<desk-write-letter .filter=${filter} @desk-close=${close}></desk-write-letter>`
      : nothing;
  }

  #renderTable(cards: PackageCard[]) {
    const { words } = this;
    const columns = words.packages.columns;
    return html`<div class="card">
        <div class="scroller">
          <table aria-label=${words.packages.title}>
            <thead><tr><th scope="col">${columns.name}</th><th scope="col">${columns.customer}</th><th scope="col">${columns.status}</th><th scope="col">${columns.payment}</th><th scope="col" class="end">${columns.used}</th><th scope="col">${columns.expires}</th><th scope="col" class="end">${columns.price}</th></tr></thead>
            <tbody>${repeat(
              cards,
              ({ id }) => id,
              (card) => this.#renderRow(card),
            )}</tbody>
          </table>
        </div>
        ${this.totals ? this.#renderTotals(this.totals) : nothing}
      </div>
      <p class="quiet small number">${words.packages.shown(cards.length, this.next !== null)}</p>
      ${this.next ? html`<div class="more"><wa-button size="s" appearance="outlined" @click=${this.#more}>${words.common.more}</wa-button></div>` : nothing}`;
  }

  #renderTotals({ packages, price, paid, due, remaining }: PackageTotals) {
    const { words, language } = this;
    const sums: [string, string][] = [
      [words.finder.totals, words.finder.totalsOf(packages)],
      [words.finder.price, formatMoney(price, language)],
      [words.finder.paid, formatMoney(paid, language)],
      [words.finder.due, formatMoney(due, language)],
      [words.finder.leftTitle, words.finder.left(remaining)],
    ];
    return html`<dl class="totals" role="group" aria-label=${words.finder.totals}>
      ${sums.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>`;
  }

  #renderRow(card: PackageCard) {
    const { words, language } = this;
    const sum = (name: 'used' | 'total') => card.services.reduce((total, service) => total + service[name], 0);
    const tone = expiryTone(card.expiresOn, card.today, card.daysLeft ?? 0);
    return html`<tr>
      <td class="name"><a class="cover" href="${root}/packages/${card.id}">${card.name}</a></td>
      <td class="quiet who">${card.customer.name}</td>
      <td class="status"><desk-badge colour=${shapeOfPackage[card.status].colour} shape=${shapeOfPackage[card.status].shape} label=${words.packageStatus[card.status]}></desk-badge>${card.freeze?.now ? html` <desk-badge colour=${shapeOfFreeze.colour} shape=${shapeOfFreeze.shape} label=${words.freeze.badge}></desk-badge>` : nothing}</td>
      <td class="payment"><desk-badge colour=${shapeOfPayment[card.payment].colour} shape=${shapeOfPayment[card.payment].shape} label=${words.paymentBadge[card.payment]}></desk-badge></td>
      <td class="end used">${sum('used')}/${sum('total')}</td>
      <td class="day ${tone}">${card.expiresOn ? calendarDay(card.expiresOn, language) : words.packages.never}</td>
      <td class="end price">${formatMoney(card.price, language)}</td>
    </tr>`;
  }

  #renderEmpty() {
    const { words } = this;
    const narrowed = isNarrowed(this.filter);
    return html`<div class="card empty">
      <h2>${narrowed ? words.packages.noneMatch : words.packages.none}</h2>
      <p>${narrowed ? words.tickets.noneMatchHint : words.packages.noneHint}</p>
      ${narrowed ? html`<wa-button size="s" appearance="outlined" @click=${() => this.#choose(noFilter, false)}>${words.common.clear}</wa-button>` : nothing}
    </div>`;
  }
}

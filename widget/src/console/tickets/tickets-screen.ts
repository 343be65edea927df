import type { TicketCounts, TicketRow } from '@bookinda/contracts/support/ticket';
import { localized } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../look/icons.js';
import { listStyles } from '../look/list.styles.js';
import { boneRows } from '../look/skeleton.js';
import { sheet, tabStrip } from '../look/styles.js';
import '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { here, knowDesk } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { go, keepQuery, root } from '../shell/router.js';
import { onShortcuts } from '../shell/shortcuts.js';
import { refusalText } from '../shell/toasts.js';
import { type Filters, noFilters, type Queue, queueOf, readFirst, readMore } from './ticket-queue.js';
import { categoryBadge, statusBadge } from './ticket-words.js';
import { queueStyles } from './tickets-screen.styles.js';

/** The desk's queue: filters, search, live list. */
@customElement('desk-tickets')
export class TicketsScreen extends DeskElement {
  static override styles = [sheet, tabStrip, listStyles, queueStyles];

  @state() private queue!: Queue;
  @state() private refusal = '';
  @state() private filing = false;
  @state() private fresh = new Set<string>();
  #asking?: AbortController;
  #stops: (() => void)[] = [];
  #search = gathered(() => this.#read(false), 250);
  #sentinel = new IntersectionObserver(([entry]) => entry?.isIntersecting && this.#more(), { rootMargin: '400px' });

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this;
    document.title = `${this.words.sections.tickets} · ${session.tenant.name}`;
    this.queue = queueOf(session.tenant.id);
    this.#readAddress();
    this.#read(this.queue.rows !== null);
    knowDesk();
    const refresh = gathered(() => this.#read(true));
    this.hear((change) => change.ticket, refresh);
    this.#stops = [
      onShortcuts({
        j: () => this.#step(1),
        k: () => this.#step(-1),
        '/': () => this.renderRoot.querySelector<HTMLElement>('wa-input')?.focus(),
        c: () => this.#file(),
      }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    this.#sentinel.disconnect();
    for (const stop of this.#stops) stop();
  }

  override firstUpdated(): void {
    if (this.queue.rows && this.queue.scroll) requestAnimationFrame(() => scrollTo({ top: this.queue.scroll }));
    addEventListener('scroll', this.#keepPlace, { passive: true });
    this.#stops.push(() => removeEventListener('scroll', this.#keepPlace));
  }

  #keepPlace = () => {
    if (this.isConnected) this.queue.scroll = scrollY;
  };

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#sentinel.disconnect();
    const end = this.renderRoot.querySelector('.more');
    if (end) this.#sentinel.observe(end);
  }

  #readAddress(): void {
    const query = new URLSearchParams(location.search);
    if (query.has('new')) {
      keepQuery({});
      this.#file();
    }
    if (query.size === 0 || query.has('new')) return;
    const given = Object.fromEntries(
      Object.keys(noFilters).map((name) => [name, query.get(name) ?? noFilters[name as keyof Filters]]),
    );
    this.queue.filters = given as unknown as Filters;
    this.queue.rows = null;
  }

  async #read(keep: boolean): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      this.fresh = await readFirst(this.queue, keep, signal);
      this.refusal = '';
    } catch (error) {
      if (signal.aborted) return;
      this.refusal = refusalText(error);
    }
    this.requestUpdate();
  }

  async #more(): Promise<void> {
    if (!this.queue.next) return;
    await readMore(this.queue, new AbortController().signal).catch(
      (error: unknown) => (this.refusal = refusalText(error)),
    );
    this.requestUpdate();
  }

  #filter(changes: Partial<Filters>, soon = false): void {
    const filters = { ...this.queue.filters, ...changes };
    if (!soon) this.queue.rows = null;
    this.queue.filters = filters;
    this.queue.scroll = 0;
    keepQuery(
      Object.fromEntries(Object.entries(filters).filter(([name, value]) => value !== noFilters[name as keyof Filters])),
    );
    this.requestUpdate();
    if (soon) this.#search();
    else this.#read(false);
  }

  #step(by: number): void {
    const rows = this.queue.rows ?? [];
    const from = rows.findIndex(({ id }) => id === this.queue.at);
    const row = rows[Math.min(rows.length - 1, Math.max(0, from + by))];
    if (!row) return;
    this.queue.at = row.id;
    this.requestUpdate();
    this.updateComplete.then(() => {
      const link = this.renderRoot.querySelector<HTMLElement>('.at a.cover');
      link?.focus({ preventScroll: true });
      link?.closest('li')?.scrollIntoView({ block: 'nearest' });
    });
  }

  async #file(): Promise<void> {
    await import('./file-ticket-dialog.js');
    this.filing = true;
  }

  override render() {
    const { words } = this;
    return html`<div class="page stack">
      <div class="spread">
        <h1>${words.sections.tickets}</h1>
        <wa-button size="s" variant="brand" @click=${this.#file}>${words.tickets.new}</wa-button>
      </div>
      ${this.#renderTabs(here.ticketCounts)} ${this.#renderFilters(here.ticketCounts)}
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal} <button type="button" class="link" @click=${() => this.#read(false)}>${words.common.tryAgain}</button></p>` : nothing}</div>
      ${this.#renderList()}
      ${this.filing ? html`<desk-file-ticket @desk-close=${() => (this.filing = false)} @desk-filed=${(event: CustomEvent<string>) => go(`/tickets/${event.detail}`)}></desk-file-ticket>` : nothing}
    </div>`;
  }

  #renderTabs(counts: TicketCounts | null) {
    const { words } = this;
    const tabs = ['open', 'closed', 'all'] as const;
    return html`<div class="tabs" role="group" aria-label=${words.tickets.tabs}>
      ${tabs.map(
        (
          tab,
        ) => html`<button type="button" aria-current=${this.queue.filters.tab === tab ? 'page' : nothing} @click=${() => this.#filter({ tab })}>
          ${words.tabs[tab]}${counts ? html` <span class="count">${counts[tab]}</span>` : nothing}
        </button>`,
      )}
    </div>`;
  }

  #renderFilters(counts: TicketCounts | null) {
    const { words, language } = this;
    const { filters } = this.queue;
    const desk = here.desk;
    const chip = (
      assignee: string,
      label: string,
      count?: number,
    ) => html`<button type="button" class="chip" aria-pressed=${filters.assignee === assignee} @click=${() => this.#filter({ assignee: filters.assignee === assignee ? '' : assignee })}>
      ${label}${count === undefined ? nothing : html`<span class="number quiet">${count}</span>`}
    </button>`;
    const members = desk?.members ?? [];
    const dirty = filters.status || filters.category || filters.assignee || filters.q;
    return html`<div class="filters" role="search" aria-label=${words.tickets.filters}>
      <wa-input size="s" type="search" label=${words.common.search} placeholder=${words.tickets.searchHint} with-clear .value=${filters.q} @input=${(event: Event) => this.#filter({ q: (event.target as HTMLInputElement).value }, true)} @wa-clear=${() => this.#filter({ q: '' })}>
        <span slot="start">${icon('search', 16)}</span>
      </wa-input>
      ${chip('nobody', words.tickets.unassigned, counts?.unassigned)} ${chip('me', words.tickets.mine, counts?.mine)}
      ${this.#renderSelect(
        'status',
        words.tickets.status,
        (desk?.statuses ?? []).map(({ code, label }) => [code, localized(label, language)]),
      )}
      ${this.#renderSelect(
        'category',
        words.tickets.category,
        (desk?.categories ?? []).map(({ code, label }) => [code, localized(label, language)]),
      )}
      ${this.#renderSelect('assignee', words.tickets.assignee, [['me', words.tickets.me], ['nobody', words.tickets.nobody], ...members.map(({ id, name }): [string, string] => [id, name])])}
      ${dirty ? html`<button type="button" class="link" @click=${() => this.#filter({ ...noFilters, tab: filters.tab })}>${words.common.clear}</button>` : nothing}
    </div>`;
  }

  #renderSelect(name: 'status' | 'category' | 'assignee', label: string, options: [string, string][]) {
    const any = `${label}: ${this.words.common.any}`;
    return html`<wa-select size="s" label=${label} .value=${this.queue.filters[name] || 'any'} @change=${(event: Event) => this.#filter({ [name]: pickedIn(event) })}>
      <wa-option value="any">${any}</wa-option>
      ${options.map(([value, text]) => html`<wa-option value=${value}>${text}</wa-option>`)}
    </wa-select>`;
  }

  #renderList() {
    const { words } = this;
    const { rows, next } = this.queue;
    if (!rows) return this.refusal ? nothing : boneRows(8, words.common.loading);
    if (rows.length === 0) return this.#renderEmpty();
    return html`<ul class="card rows queue" aria-label=${words.sections.tickets} data-testid="ticket-list">
        ${repeat(
          rows,
          ({ id }) => id,
          (row) => this.#renderRow(row),
        )}
      </ul>
      ${next ? html`<div class="more"><wa-button size="s" appearance="outlined" @click=${this.#more}>${words.common.more}</wa-button></div>` : nothing}`;
  }

  #renderRow(row: TicketRow) {
    const { words, language } = this;
    const look = `${this.fresh.has(row.id) ? 'fresh' : ''} ${this.queue.at === row.id ? 'at' : ''}`;
    return html`<li class=${look} @click=${() => (this.queue.at = row.id)}>
      <span class="status">${statusBadge(here.desk, row.status, language, 'desk')}</span>
      <span class="subject cut"><a class="cover" href="${root}/tickets/${row.id}"><span class="quiet number">${row.number}</span> ${row.subject}</a></span>
      <span class="by cut quiet small">${row.requester.name || row.requester.email}${row.address === 'confirmed' ? '' : ` (${words.customer.address[row.address]})`} · ${row.excerpt}</span>
      <span class="category">${categoryBadge(here.desk, row.category, language)}</span>
      <span class="assignee cut small ${row.assignee ? '' : 'quiet'}">${row.assignee?.name ?? words.tickets.nobody}</span>
      <span class="time quiet small"><desk-when at=${row.lastActivityAt}></desk-when></span>
    </li>`;
  }

  #renderEmpty() {
    const { words } = this;
    const { filters } = this.queue;
    const narrowed = filters.status || filters.category || filters.assignee || filters.q;
    if (narrowed) {
      return html`<div class="card empty">
        <h2>${words.tickets.noneMatch}</h2>
        <p>${words.tickets.noneMatchHint}</p>
        <wa-button size="s" appearance="outlined" @click=${() => this.#filter({ ...noFilters, tab: filters.tab })}>${words.common.clear}</wa-button>
      </div>`;
    }
    const run = this.session.role === 'OWNER' || this.session.role === 'MANAGER';
    return html`<div class="card empty">
      <h2>${filters.tab === 'closed' ? words.tickets.noneClosed : words.tickets.noneOpen}</h2>
      <p>${words.tickets.noneHint}</p>
      ${run ? html`<a href="${root}/settings/embed">${words.tickets.embedForm}</a>` : nothing}
    </div>`;
  }
}

/** What a select of filters chose; `any` is no filter. */
function pickedIn(event: Event): string {
  const { value } = event.target as HTMLSelectElement;
  return value === 'any' ? '' : value;
}

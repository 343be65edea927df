import { listSupportRequests } from '@bookinda/contracts/support/routes';
import type { OwnTicketRow } from '@bookinda/contracts/support/ticket';
import { localized } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../look/icons.js';
import { listStyles } from '../look/list.styles.js';
import { boneRows } from '../look/skeleton.js';
import { sheet, tabStrip } from '../look/styles.js';
import '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, here, knowSupportDesk } from '../shell/here.js';
import { gathered, hearChanges } from '../shell/live.js';
import { go, keepQuery, root } from '../shell/router.js';
import { onShortcuts } from '../shell/shortcuts.js';
import { refusalText } from '../shell/toasts.js';
import { mergeFirstPage } from '../tickets/merge-page.js';
import { categoryBadge, statusBadge } from '../tickets/ticket-words.js';
import { usualAnswer } from './usual-answer.js';

type Tab = 'all' | 'open' | 'closed';

/** BS-01: the salon's own tickets to the platform, with tabs, category filter and search. */
@customElement('desk-support')
export class SupportScreen extends DeskElement {
  static override styles = [
    sheet,
    tabStrip,
    listStyles,
    css`
      .requests > li {
        grid-template-columns: minmax(0, 1fr) 296px 104px;
        grid-template-areas: 'subject badges time' 'by badges time';
      }
      .subject {
        grid-area: subject;
      }
      .by {
        grid-area: by;
      }
      .badges {
        grid-area: badges;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
      }
      .time {
        grid-area: time;
        text-align: end;
      }
      @media (max-width: 1023px) {
        .requests > li {
          grid-template-columns: minmax(0, 1fr) auto;
          grid-template-areas: 'subject subject' 'by by' 'badges time';
        }
        .subject {
          white-space: normal;
        }
      }
    `,
  ];

  @state() private tab: Tab = 'all';
  @state() private category = '';
  @state() private q = '';
  @state() private rows: OwnTicketRow[] | null = null;
  @state() private next: string | null = null;
  @state() private refusal = '';
  @state() private opening = false;
  @state() private at = '';
  #asking?: AbortController;
  #stops: (() => void)[] = [];
  #search = gathered(() => this.#read(false), 250);

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this;
    document.title = `${this.words.sections.support} · ${session.tenant.name}`;
    const query = new URLSearchParams(location.search);
    this.tab = (['open', 'closed'] as const).find((tab) => tab === query.get('tab')) ?? 'all';
    this.category = query.get('category') ?? '';
    this.q = query.get('q') ?? '';
    knowSupportDesk();
    this.#read(false);
    this.#stops = [
      hearChanges(
        '/v1/support-events',
        `${session.tenant.id}:${session.person.id}`,
        () => true,
        gathered(() => this.#read(true)),
      ),
      onShortcuts({
        j: () => this.#step(1),
        k: () => this.#step(-1),
        '/': () => this.renderRoot.querySelector<HTMLElement>('wa-input')?.focus(),
        c: () => this.#open(),
      }),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    for (const stop of this.#stops) stop();
  }

  #input() {
    const { tab, category, q } = this;
    return { limit: 50, ...(tab === 'all' ? {} : { tab }), ...(category ? { category } : {}), ...(q ? { q } : {}) };
  }

  async #read(keep: boolean): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const page = await ask(listSupportRequests, this.#input(), { signal });
      const more = keep && this.rows && this.rows.length > page.items.length;
      this.rows = keep && this.rows ? mergeFirstPage(this.rows, page.items, page.next !== null) : page.items;
      if (!more) this.next = page.next;
      this.refusal = '';
    } catch (error) {
      if (!signal.aborted) this.refusal = refusalText(error);
    }
  }

  async #more(): Promise<void> {
    if (!this.next) return;
    const page = await ask(listSupportRequests, { ...this.#input(), after: this.next }).catch((error: unknown) => {
      this.refusal = refusalText(error);
    });
    if (!page) return;
    this.rows = [...(this.rows ?? []), ...page.items];
    this.next = page.next;
  }

  #filter(changes: { tab?: Tab; category?: string; q?: string }, soon = false): void {
    Object.assign(this, changes);
    keepQuery({ tab: this.tab === 'all' ? '' : this.tab, category: this.category, q: this.q });
    if (soon) {
      this.#search();
      return;
    }
    this.rows = null;
    this.#read(false);
  }

  #step(by: number): void {
    const rows = this.rows ?? [];
    const row = rows[Math.min(rows.length - 1, Math.max(0, rows.findIndex(({ id }) => id === this.at) + by))];
    if (!row) return;
    this.at = row.id;
    this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.at a.cover')?.focus());
  }

  async #open(): Promise<void> {
    await import('./open-support-request-dialog.js');
    this.opening = true;
  }

  override render() {
    const { words } = this;
    return html`<div class="page stack">
      <div class="spread">
        <div>
          <h1>${words.sections.support}</h1>
          <p class="quiet small">${here.supportDesk ? html`${words.own.intro(here.supportDesk.name)} ${usualAnswer(here.supportDesk.usualAnswer, words)}` : nothing}</p>
        </div>
        <wa-button size="s" variant="brand" @click=${this.#open}>${words.tickets.new}</wa-button>
      </div>
      ${this.#renderTabs()} ${this.#renderFilters()}
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.#renderList()}
      ${this.opening ? html`<desk-open-support-request @desk-close=${() => (this.opening = false)} @desk-opened=${(event: CustomEvent<string>) => go(`/support/${event.detail}`)}></desk-open-support-request>` : nothing}
    </div>`;
  }

  #renderTabs() {
    const { words } = this;
    const tabs: Tab[] = ['all', 'open', 'closed'];
    return html`<div class="tabs" role="group" aria-label=${words.tickets.tabs}>
      ${tabs.map(
        (
          tab,
        ) => html`<button type="button" aria-current=${this.tab === tab ? 'page' : nothing} @click=${() => this.#filter({ tab })}>
          ${words.tabs[tab]}${here.supportCounts ? html` <span class="count">${here.supportCounts[tab]}</span>` : nothing}
        </button>`,
      )}
    </div>`;
  }

  #renderFilters() {
    const { words, language } = this;
    return html`<div class="filters" role="search" aria-label=${words.tickets.filters}>
      <wa-input size="s" type="search" label=${words.common.search} placeholder=${words.own.searchHint} with-clear .value=${this.q} @input=${(event: Event) => this.#filter({ q: (event.target as HTMLInputElement).value }, true)} @wa-clear=${() => this.#filter({ q: '' })}>
        <span slot="start">${icon('search', 16)}</span>
      </wa-input>
      <wa-select size="s" label=${words.tickets.category} .value=${this.category || 'any'} @change=${(event: Event) => this.#choose(event)}>
        <wa-option value="any">${words.tickets.category}: ${words.common.any}</wa-option>
        ${(here.supportDesk?.categories ?? []).map(({ code, label }) => html`<wa-option value=${code}>${localized(label, language)}</wa-option>`)}
      </wa-select>
    </div>`;
  }

  #choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.#filter({ category: value === 'any' ? '' : value });
  }

  #renderList() {
    const { words, language } = this;
    if (!this.rows) return this.refusal ? nothing : boneRows(4, words.common.loading);
    if (this.rows.length === 0) return this.#renderEmpty();
    return html`<ul class="card rows requests" aria-label=${words.sections.support}>
        ${repeat(
          this.rows,
          ({ id }) => id,
          (row) => html`<li class=${this.at === row.id ? 'at' : ''}>
            <span class="subject cut"><a class="cover" href="${root}/support/${row.id}"><span class="quiet number">${row.number}</span> ${row.subject}</a></span>
            <span class="badges">${statusBadge(here.supportDesk, row.status, language, 'requester')} ${categoryBadge(here.supportDesk, row.category, language, false)}</span>
            <span class="time quiet small"><desk-when at=${row.lastActivityAt}></desk-when></span>
            <span class="by cut quiet small">${row.excerpt}</span>
          </li>`,
        )}
      </ul>
      ${this.next ? html`<div class="more"><wa-button size="s" appearance="outlined" @click=${this.#more}>${words.common.more}</wa-button></div>` : nothing}`;
  }

  #renderEmpty() {
    const { words } = this;
    const narrowed = this.q || this.category || this.tab !== 'all';
    return html`<div class="card empty">
      <h2>${narrowed ? words.tickets.noneMatch : words.own.none}</h2>
      <p>${narrowed ? words.tickets.noneMatchHint : words.own.noneHint}</p>
      ${
        narrowed
          ? html`<wa-button size="s" appearance="outlined" @click=${() => this.#filter({ tab: 'all', category: '', q: '' })}>${words.common.clear}</wa-button>`
          : html`<wa-button size="s" variant="brand" @click=${this.#open}>${words.tickets.new}</wa-button>`
      }
    </div>`;
  }
}

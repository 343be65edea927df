import type { Customer } from '@bookinda/contracts/customers/customer';
import { listCustomers } from '@bookinda/contracts/customers/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../look/icons.js';
import { listStyles } from '../look/list.styles.js';
import { boneRows } from '../look/skeleton.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, showsPackages } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { keepQuery, root } from '../shell/router.js';
import { onShortcuts } from '../shell/shortcuts.js';
import { refusalText } from '../shell/toasts.js';

/** Everybody the tenant knows, by name. */
@customElement('desk-customers')
export class CustomersScreen extends DeskElement {
  static override styles = [
    sheet,
    listStyles,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 128px 128px;
      }
      .rows .end {
        text-align: end;
      }
      @media (max-width: 719px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr) auto;
        }
      }
    `,
  ];

  @state() private q = '';
  @state() private rows: Customer[] | null = null;
  @state() private next: string | null = null;
  @state() private refusal = '';
  #asking?: AbortController;
  #stop?: () => void;
  #search = gathered(() => this.#read(), 200);

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = `${this.words.sections.customers} · ${this.session.tenant.name}`;
    this.q = new URLSearchParams(location.search).get('q') ?? '';
    this.#read();
    this.#stop = onShortcuts({ '/': () => this.renderRoot.querySelector<HTMLElement>('wa-input')?.focus() });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    this.#stop?.();
  }

  async #read(after?: string): Promise<void> {
    this.#asking?.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const page = await ask(
        listCustomers,
        { limit: 50, ...(this.q ? { q: this.q } : {}), ...(after ? { after } : {}) },
        { signal },
      );
      this.rows = after ? [...(this.rows ?? []), ...page.items] : page.items;
      this.next = page.next;
      this.refusal = '';
    } catch (error) {
      if (!signal.aborted) this.refusal = refusalText(error);
    }
  }

  #type(q: string): void {
    this.q = q;
    keepQuery({ q });
    this.#search();
  }

  override render() {
    const { words } = this;
    return html`<div class="page stack">
      <h1>${words.sections.customers}</h1>
      <div class="filters" role="search">
        <wa-input size="s" type="search" label=${words.common.search} placeholder=${words.customer.searchHint} with-clear .value=${this.q} @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)} @wa-clear=${() => this.#type('')}>
          <span slot="start">${icon('search', 16)}</span>
        </wa-input>
      </div>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.rows ? this.#renderRows(this.rows) : this.refusal ? nothing : boneRows(6, words.common.loading)}
    </div>`;
  }

  #renderRows(rows: Customer[]) {
    const { words } = this;
    if (rows.length === 0) {
      return html`<div class="card empty"><h2>${this.q ? words.customer.noneMatch : words.customer.none}</h2><p>${this.q ? words.customer.noneMatchHint : words.customer.noneHint}</p></div>`;
    }
    const packages = showsPackages(this.session);
    return html`<ul class="card rows" aria-label=${words.sections.customers}>
        ${repeat(
          rows,
          ({ id }) => id,
          (row) => html`<li>
            <span class="cut"><a class="cover" href="${root}/customers/${row.id}">${row.name}</a></span>
            <span class="cut quiet small end-phone">${row.email ?? row.phone ?? ''}</span>
            <span class="small number ${row.openTickets ? '' : 'quiet'}">${words.customer.openTickets(row.openTickets)}</span>
            ${packages ? html`<span class="small number end ${row.activePackages ? '' : 'quiet'}">${words.customer.activePackages(row.activePackages)}</span>` : nothing}
          </li>`,
        )}
      </ul>
      ${this.next ? html`<div class="more"><wa-button size="s" appearance="outlined" @click=${() => this.#read(this.next ?? undefined)}>${words.common.more}</wa-button></div>` : nothing}`;
  }
}

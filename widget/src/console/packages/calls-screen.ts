import type { PackageCall } from '@bookinda/contracts/packages/package-call';
import { listCalls, tickCall } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import '../look/badge.js';
import { icon } from '../look/icons.js';
import { listStyles } from '../look/list.styles.js';
import { boneRows } from '../look/skeleton.js';
import { sheet, tabStrip } from '../look/styles.js';
import '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { root } from '../shell/router.js';
import { refusalText, say, sayRefusal } from '../shell/toasts.js';
import { packageTabs } from './package-tabs.js';

type Which = 'open' | 'called';

/** PK-17: mails about packages that reached nobody: whom to call, at what number, about what; ticked when done. */
@customElement('desk-calls')
export class CallsScreen extends DeskElement {
  static override styles = [
    sheet,
    tabStrip,
    listStyles,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1fr) auto auto;
        align-items: start;
      }
      .phone {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 32px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      details {
        margin-top: 4px;
      }
      summary {
        cursor: pointer;
        color: var(--accent-text);
        width: fit-content;
      }
      pre {
        margin: 8px 0 0;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        font: inherit;
      }
      .name {
        color: inherit;
        font-weight: 600;
      }
      @media (max-width: 719px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .what {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  @state() private which: Which = 'open';
  @state() private rows: PackageCall[] | null = null;
  @state() private next: string | null = null;
  @state() private refusal = '';
  @state() private busy = '';

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this;
    document.title = `${this.words.calls.title} · ${session.tenant.name}`;
    this.#read();
    const refresh = gathered(() => this.#read(), 400);
    this.hear((change) => change.package, refresh);
  }

  async #read(after?: string): Promise<void> {
    const { which } = this;
    try {
      const page = await ask(listCalls, { state: which, limit: 50, ...(after ? { after } : {}) });
      if (which !== this.which) return;
      this.rows = after ? [...(this.rows ?? []), ...page.items] : page.items;
      this.next = page.next;
      this.refusal = '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  #choose(which: Which): void {
    if (which === this.which) return;
    Object.assign(this, { which, rows: null, next: null });
    this.#read();
  }

  async #tick({ id, customer, called }: PackageCall): Promise<void> {
    if (this.busy) return;
    this.busy = id;
    const { calls } = this.words;
    try {
      await ask(tickCall, { called: !called }, { params: { id } });
      say((called ? calls.didNot : calls.didCall)(customer.name));
      this.rows = (this.rows ?? []).filter((row) => row.id !== id);
    } catch (error) {
      sayRefusal(error);
      await this.#read();
    } finally {
      this.busy = '';
    }
  }

  override render() {
    const { words } = this;
    return html`<div class="page stack">
      <h1>${words.calls.title}</h1>
      ${packageTabs('calls', words)}
      <p class="quiet small">${words.calls.hint}</p>
      <div class="filters" role="group" aria-label=${words.calls.states}>
        ${(['open', 'called'] as const).map((which) => html`<button type="button" class="chip" aria-pressed=${this.which === which} @click=${() => this.#choose(which)}>${words.calls[which]}</button>`)}
      </div>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.rows ? this.#renderRows(this.rows) : this.refusal ? nothing : boneRows(4, words.common.loading)}
    </div>`;
  }

  #renderRows(rows: PackageCall[]) {
    const { calls, common } = this.words;
    if (rows.length === 0) {
      const [none, hint] =
        this.which === 'open' ? [calls.none, calls.noneHint] : [calls.noneCalled, calls.noneCalledHint];
      return html`<div class="card empty"><h2>${none}</h2><p>${hint}</p></div>`;
    }
    return html`<ul class="card rows" aria-label=${calls[this.which]}>${repeat(
      rows,
      ({ id }) => id,
      (row) => this.#renderRow(row),
    )}</ul>
      ${this.next ? html`<div class="more"><wa-button size="s" appearance="outlined" @click=${() => this.#read(this.next ?? undefined)}>${common.more}</wa-button></div>` : nothing}`;
  }

  #renderRow(row: PackageCall) {
    const { calls } = this.words;
    const { customer, called, why, subject, text } = row;
    return html`<li>
      <div class="what">
        <a class="name" href="${root}/customers/${customer.id}">${customer.name}</a>
        <span class="quiet small">${calls.why[why]} · <desk-when at=${row.at}></desk-when></span>
        <p>${subject}</p>
        <details class="small"><summary>${calls.said}</summary><pre>${text}</pre></details>
      </div>
      <span>${customer.phone ? html`<a class="phone" href="tel:${customer.phone.replace(/[^+\d]/g, '')}">${icon('phone', 16)} ${customer.phone}</a>` : html`<span class="quiet small">${calls.noPhone}</span>`}</span>
      <span>
        <wa-button size="s" appearance="outlined" ?loading=${this.busy === row.id} @click=${() => this.#tick(row)}><span aria-hidden="true">${called ? calls.take : calls.done}</span><span class="visually-hidden">${(called ? calls.untick : calls.tick)(customer.name)}</span></wa-button>
        ${called ? html`<br /><span class="quiet small">${calls.by(called.by)} · <desk-when at=${called.at}></desk-when></span>` : nothing}
      </span>
    </li>`;
  }
}

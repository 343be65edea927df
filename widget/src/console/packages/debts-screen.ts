import type { DebtPage } from '@bookinda/contracts/packages/package';
import { listDebts } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { listStyles } from '../look/list.styles.js';
import { boneRows } from '../look/skeleton.js';
import { sheet, tabStrip } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { root } from '../shell/router.js';
import { refusalText } from '../shell/toasts.js';
import { packageTabs } from './package-tabs.js';

/** PK-12, PK-13: who owes what, the largest debt first, with the total of all; a row opens the profile. */
@customElement('desk-debts')
export class DebtsScreen extends DeskElement {
  static override styles = [
    sheet,
    tabStrip,
    listStyles,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      .sum {
        font-size: 1.125rem;
        font-weight: 600;
      }
      .due {
        font-weight: 600;
        white-space: nowrap;
      }
    `,
  ];

  @state() private debts: DebtPage | null = null;
  @state() private refusal = '';

  override connectedCallback(): void {
    super.connectedCallback();
    const { session } = this;
    document.title = `${this.words.debts.title} · ${session.tenant.name}`;
    this.#read();
    const refresh = gathered(() => this.#read(), 400);
    this.hear((change) => change.package, refresh);
  }

  async #read(after?: string): Promise<void> {
    try {
      const page = await ask(listDebts, { limit: 100, ...(after ? { after } : {}) });
      this.debts = after ? { ...page, items: [...(this.debts?.items ?? []), ...page.items] } : page;
      this.refusal = '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  override render() {
    const { words } = this;
    return html`<div class="page stack">
      <h1>${words.debts.title}</h1>
      ${packageTabs('debts', words)}
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.debts ? this.#renderDebts(this.debts) : this.refusal ? nothing : boneRows(5, words.common.loading)}
    </div>`;
  }

  #renderDebts({ items, total, customers, next }: DebtPage) {
    const { words, language } = this;
    if (items.length === 0)
      return html`<div class="card empty"><h2>${words.debts.none}</h2><p>${words.debts.noneHint}</p></div>`;
    return html`<p class="sum number">${words.debts.total(formatMoney(total, language), customers)}</p>
      <ul class="card rows" aria-label=${words.debts.title}>
        ${items.map(
          ({ customer, due, packages, since }) => html`<li>
            <span><a class="cover" href="${root}/customers/${customer.id}">${customer.name}</a><br />
              <span class="quiet small">${words.debts.packages(packages)} · ${words.debts.since(calendarDay(since, language))}</span></span>
            <span class="number due">${formatMoney(due, language)}</span>
          </li>`,
        )}
      </ul>
      ${next ? html`<div class="more"><wa-button size="s" appearance="outlined" @click=${() => this.#read(next)}>${words.common.more}</wa-button></div>` : nothing}`;
  }
}

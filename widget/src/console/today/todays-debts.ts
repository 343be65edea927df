import type { DebtPage } from '@bookinda/contracts/packages/package';
import { listDebts } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { ask } from '../shell/here.js';
import { root } from '../shell/router.js';
import { TodayPart } from './today-part.js';
import { partStyles } from './today-part.styles.js';

/** PK-13: who owes most for packages. */
@customElement('desk-todays-debts')
export class TodaysDebtsPart extends TodayPart<DebtPage> {
  static override styles = [sheet, partStyles];

  protected question() {
    return ask(listDebts, { limit: 5 });
  }

  protected renderHead(answer: DebtPage | null) {
    const { words, language } = this;
    return html`<h2 id="title">${words.today.debts}</h2>
      ${answer?.customers ? html`<span class="sum">${formatMoney(answer.total, language)}</span>` : nothing}`;
  }

  protected renderAnswer({ items, next }: DebtPage) {
    const { words, language } = this;
    if (items.length === 0) return html`<p class="quiet small">${words.today.noDebts}</p>`;
    return html`<ul aria-labelledby="title">${items.map(
      ({ customer, due, packages }) => html`<li>
        <span><a href="${root}/customers/${customer.id}">${customer.name}</a> <span class="quiet small">${words.debts.packages(packages)}</span></span>
        <span class="number">${formatMoney(due, language)}</span>
      </li>`,
    )}</ul>
      ${next ? html`<p class="small"><a href="${root}/packages/debts">${words.today.all}</a></p>` : nothing}`;
  }
}

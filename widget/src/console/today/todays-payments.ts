import { totalTodaysPayments } from '@bookinda/contracts/packages/routes';
import type { TodaysPayments } from '@bookinda/contracts/packages/todays';
import { formatMoney } from '@bookinda/contracts/values';
import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { ask } from '../shell/here.js';
import { TodayPart } from './today-part.js';
import { partStyles } from './today-part.styles.js';

/** PK-12: the till of the day, by method. */
@customElement('desk-todays-payments')
export class TodaysPaymentsPart extends TodayPart<TodaysPayments> {
  static override styles = [sheet, partStyles];

  protected question() {
    return ask(totalTodaysPayments);
  }

  protected renderHead(answer: TodaysPayments | null) {
    const { words, language } = this;
    return html`<h2 id="title">${words.today.till}</h2>
      ${answer ? html`<span class="sum">${formatMoney(answer.received, language)}</span>` : nothing}`;
  }

  protected renderAnswer({ payments, givenBack, methods }: TodaysPayments) {
    const { words, language } = this;
    if (payments === 0 && methods.length === 0) return html`<p class="quiet small">${words.today.noPayments}</p>`;
    return html`<ul aria-labelledby="title">${methods.map(
      ({ method, amount }) =>
        html`<li><span>${words.methods[method]}</span><span class="number">${formatMoney(amount, language)}</span></li>`,
    )}</ul>
      <p class="quiet small">
        ${words.today.payments(payments)}${givenBack.amount > 0 ? ` · ${words.today.givenBack(formatMoney(givenBack, language))}` : ''}
      </p>`;
  }
}

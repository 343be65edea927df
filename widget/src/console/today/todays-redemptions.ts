import { listTodaysRedemptions, reverseRedemption } from '@bookinda/contracts/packages/routes';
import type { TodaysRedemption, TodaysRedemptions } from '@bookinda/contracts/packages/todays';
import '@awesome.me/webawesome/dist/components/button/button.js';
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { sheet } from '../look/styles.js';
import { timeOf } from '../look/when.js';
import { ask } from '../shell/here.js';
import { root } from '../shell/router.js';
import { say, sayRefusal } from '../shell/toasts.js';
import { TodayPart } from './today-part.js';
import { partStyles } from './today-part.styles.js';

/** PK-07, PK-08: what everybody redeemed today, with Undo where it is still allowed. */
@customElement('desk-todays-redemptions')
export class TodaysRedemptionsPart extends TodayPart<TodaysRedemptions> {
  static override styles = [sheet, partStyles];

  @state() private undoing = '';

  protected question() {
    return ask(listTodaysRedemptions, { limit: Math.max(20, Math.min(100, this.answer?.items.length ?? 0)) });
  }

  async #more(after: string): Promise<void> {
    const page = await ask(listTodaysRedemptions, { limit: 50, after }).catch(sayRefusal);
    if (page) this.answer = { ...page, items: [...(this.answer?.items ?? []), ...page.items] };
  }

  async #undo({ id, package: { id: packageId } }: TodaysRedemption): Promise<void> {
    if (this.undoing) return;
    this.undoing = id;
    try {
      await ask(reverseRedemption, {}, { params: { id: packageId, rid: id }, idempotencyKey: `undo-${id}` });
      say(this.words.redeem.undone);
    } catch (error) {
      sayRefusal(error);
    }
    this.undoing = '';
    await this.read();
  }

  protected renderHead(answer: TodaysRedemptions | null) {
    const { words } = this;
    return html`<h2 id="title">${words.today.redemptions}</h2>
      ${answer?.sessions ? html`<span class="sum">${words.today.sessions(answer.sessions)}</span>` : nothing}`;
  }

  protected renderAnswer({ items, next }: TodaysRedemptions) {
    const { words } = this;
    if (items.length === 0) return html`<p class="quiet small">${words.today.noRedemptions}</p>`;
    return html`<ul aria-labelledby="title">${repeat(
      items,
      ({ id }) => id,
      (item) => this.#renderItem(item),
    )}</ul>
      ${next ? html`<div><wa-button size="s" appearance="outlined" @click=${() => this.#more(next)}>${words.common.more}</wa-button></div>` : nothing}`;
  }

  #renderItem(item: TodaysRedemption) {
    const { words, language } = this;
    const { customer, service, sessions, reversed, mayUndo, staff, actor, at } = item;
    return html`<li>
      <span>
        <a href="${root}/customers/${customer.id}">${customer.name}</a> ·
        <span class=${reversed ? 'over' : ''}>${words.today.line(sessions, service.name)}</span><br />
        <span class="quiet small">${timeOf(at, language)} · ${words.today.by(staff ?? actor)}</span>
      </span>
      ${
        reversed
          ? html`<span class="quiet small">${words.today.undone}</span>`
          : mayUndo
            ? html`<wa-button size="s" appearance="outlined" ?loading=${this.undoing === item.id} @click=${() => this.#undo(item)}><span aria-hidden="true">${words.redeem.undo}</span><span class="visually-hidden">${words.today.undo(service.name, customer.name)}</span></wa-button>`
            : nothing
      }
    </li>`;
  }
}

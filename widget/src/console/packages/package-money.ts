import { limits } from '@bookinda/contracts/limits';
import type { HistoryEntry, PackageCard } from '@bookinda/contracts/packages/package';
import { reversePayment } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ProblemError } from '../../platform/problem-error.js';
import { sheet } from '../look/styles.js';
import { calendarDay, dayOf } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, maySell, maySetRight } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import './money-form.js';
import { readHistory } from './read-history.js';

const moneyKinds: HistoryEntry['kind'][] = ['payment', 'refund', 'payment-reversal'];

/** PK-12, PK-13: what is paid and due, the payments, and the verbs of money. */
@customElement('desk-package-money')
export class PackageMoney extends DeskElement {
  static override styles = [
    sheet,
    css`
      .due {
        color: var(--on-amber);
        font-weight: 600;
      }
      summary {
        cursor: pointer;
        min-height: 32px;
        line-height: 32px;
        font-size: 0.875rem;
        font-weight: 500;
      }
      li {
        padding-block: 8px;
        border-top: 1px solid var(--line);
        font-size: 0.875rem;
        line-height: 20px;
      }
      .reversed .what {
        text-decoration: line-through;
      }
      .form {
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--page);
      }
    `,
  ];

  @property({ attribute: false }) card!: PackageCard;
  @state() private form: '' | 'payment' | 'refund' = '';
  @state() private open = false;
  @state() private entries: HistoryEntry[] | null = null;
  @state() private reversing = '';
  @state() private reason = '';
  @state() private refusal = '';

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.open && (changed.has('open') || changed.has('card'))) this.#read();
  }

  async #read(): Promise<void> {
    try {
      const { entries } = await readHistory(this.card.id);
      this.entries = entries.filter(({ kind }) => moneyKinds.includes(kind)).reverse();
      this.refusal = '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  async #reverse(entry: HistoryEntry): Promise<void> {
    const reason = this.reason.trim();
    try {
      const { card } = await ask(reversePayment, reason ? { reason } : {}, {
        params: { id: this.card.id, pid: entry.id },
        idempotencyKey: `reverse-${entry.id}`,
      });
      say(this.words.money.reversed(this.#sum(entry)));
      Object.assign(this, { reversing: '', reason: '', refusal: '' });
      this.emit('desk-card', card);
    } catch (error) {
      const since = error instanceof ProblemError && error.code === 'out-of-bounds';
      this.refusal = since ? this.words.money.refundedSince : refusalText(error);
      this.emit('desk-stale');
    }
  }

  #sum({ amount }: HistoryEntry): string {
    return amount ? formatMoney({ ...amount, amount: Math.abs(amount.amount) }, this.language) : '';
  }

  #day(entry: HistoryEntry): string {
    return entry.paidOn ? calendarDay(entry.paidOn, this.language) : dayOf(entry.at, this.language);
  }

  /** PK-20: reception takes back what that person entered; the server knows the person, we know the name. */
  #mayReverse({ kind, reversed, actor }: HistoryEntry): boolean {
    const { session, card } = this;
    if (kind !== 'payment' || reversed || card.status === 'cancelled' || !maySell(session)) return false;
    return maySetRight(session) || actor === session.person.name;
  }

  override render() {
    const { card, words, language, session } = this;
    const due = card.price.amount - card.paid.amount;
    const owes = due > 0 && card.status !== 'cancelled';
    return html`<section class="stack tight" aria-label=${words.money.title}>
      <div class="spread">
        <p class="small number">
          ${words.money.paid(formatMoney(card.paid, language), formatMoney(card.price, language))}
          ${owes ? html` · <span class="due">${words.money.due(formatMoney({ ...card.price, amount: due }, language))}</span>` : nothing}
        </p>
        ${owes && maySell(session) && this.form === '' ? html`<wa-button size="s" appearance="outlined" @click=${() => (this.form = 'payment')}>${words.money.take}</wa-button>` : nothing}
      </div>
      ${this.form && (this.form === 'refund' || owes) ? html`<desk-money-form class="form" .card=${card} .kind=${this.form} @desk-close=${() => (this.form = '')}></desk-money-form>` : nothing}
      <details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
        <summary>${words.money.title}</summary>
        ${this.entries ? this.#renderEntries(this.entries) : html`<div class="bone"></div>`}
        ${card.paid.amount > 0 && maySetRight(session) ? html`<button type="button" class="link small" @click=${() => (this.form = 'refund')}>${words.money.refund}</button>` : nothing}
      </details>
      <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>
    </section>`;
  }

  #renderEntries(entries: HistoryEntry[]) {
    const { words } = this;
    if (entries.length === 0) return html`<p class="quiet small">${words.money.none}</p>`;
    return html`<ul aria-label=${words.money.title}>${entries.map((entry) => this.#renderEntry(entry))}</ul>`;
  }

  #renderEntry(entry: HistoryEntry) {
    const { words } = this;
    const minus = (entry.amount?.amount ?? 0) < 0 ? '−' : '';
    return html`<li class=${entry.reversed ? 'reversed' : ''}>
      <div class="spread">
        <span>
          <span class="what"><strong class="number">${minus}${this.#sum(entry)}</strong> ${entry.kind === 'payment' ? nothing : words.history.kinds[entry.kind]} ${entry.method ? words.methods[entry.method] : ''}</span>
          <span class="quiet small">· ${this.#day(entry)} · ${entry.actor}${entry.reason ? ` · ${entry.reason}` : ''}${entry.reversed ? ` · ${words.history.reversed}` : ''}</span>
        </span>
        ${this.#mayReverse(entry) && this.reversing !== entry.id ? html`<button type="button" class="link small" aria-label=${words.money.reverseOf(this.#sum(entry), this.#day(entry))} @click=${() => Object.assign(this, { reversing: entry.id, reason: '' })}>${words.money.reverse}</button>` : nothing}
      </div>
      ${this.reversing === entry.id ? this.#renderReversal(entry) : nothing}
    </li>`;
  }

  #renderReversal(entry: HistoryEntry) {
    const { words } = this;
    return html`<div class="form stack tight" role="group" aria-label=${words.money.reverse}>
      <p>${words.money.reverseHint(this.#sum(entry))}</p>
      <wa-input size="s" label=${words.money.reverseReason} hint=${words.common.staffOnly} maxlength=${limits.reason} .value=${this.reason} @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}></wa-input>
      <div class="row">
        <wa-button size="s" variant="danger" @click=${() => this.#reverse(entry)}>${words.money.reverse}</wa-button>
        <wa-button size="s" appearance="plain" @click=${() => (this.reversing = '')}>${words.common.cancel}</wa-button>
      </div>
    </div>`;
  }
}

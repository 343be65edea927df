import { limits } from '@bookinda/contracts/limits';
import type { PackageCard } from '@bookinda/contracts/packages/package';
import { daysAfter, frozenDays } from '@bookinda/contracts/packages/package-freeze';
import { freezePackage } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskForm } from '../shell/desk-form.js';
import { errorHint, type FieldErrors } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { say } from '../shell/toasts.js';
import { whenClosed } from '../shell/when-closed.js';
import { dateField } from './date-field.js';
import { fieldStyles } from './field.styles.js';

/** PK-19: the days a package rests, with what they do to its expiry. Emits `desk-card` and `desk-close`. */
@customElement('desk-freeze-package')
export class FreezePackageDialog extends DeskForm {
  static override styles = [
    sheet,
    fieldStyles,
    css`
      wa-dialog {
        --width: 480px;
      }
    `,
  ];

  @property({ attribute: false }) card!: PackageCard;
  @state() private first = '';
  @state() private last = '';
  @state() private reason = '';

  get #from(): string {
    return this.first || this.card.today;
  }

  #wrong(): FieldErrors {
    const { words, card, last } = this;
    const from = this.#from;
    if (from < card.today) return { from: words.expiry.past };
    if (card.expiresOn && from > card.expiresOn) return { from: words.freeze.afterExpiry };
    return last && last < from ? { until: words.freeze.wrongOrder } : {};
  }

  /** What these days do to the expiry, in words; empty while they are wrong. */
  get #effect(): string {
    const { words, card, last, language } = this;
    if (Object.keys(this.#wrong()).length > 0) return '';
    if (!last) return words.freeze.openEnd;
    const days = frozenDays(this.#from, last);
    const count = words.freeze.days(days);
    if (!card.expiresOn) return words.freeze.neverMoves(count);
    return words.freeze.moves(count, calendarDay(daysAfter(card.expiresOn, days), language));
  }

  async #freeze(event: Event): Promise<void> {
    event.preventDefault();
    await this.attempt(this.#wrong(), async () => {
      const reason = this.reason.trim();
      const input = { from: this.#from, ...(this.last ? { until: this.last } : {}), ...(reason ? { reason } : {}) };
      const { card } = await ask(freezePackage, input, { params: { id: this.card.id }, idempotencyKey: this.key });
      say(this.words.freeze.done(card.name));
      this.emit('desk-card', card);
      this.emit('desk-close');
    });
  }

  protected override refused(): void {
    this.emit('desk-stale');
  }

  override render() {
    const { words, card } = this;
    return html`<wa-dialog open label=${words.freeze.title(card.name)} @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      <form class="stack" novalidate @submit=${this.#freeze}>
        <p>${words.freeze.hint}</p>
        <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
        <div class="fields">
          ${dateField({
            label: words.freeze.from,
            name: 'from',
            value: this.#from,
            min: card.today,
            wrong: this.errors['from'],
            change: (first) => Object.assign(this, { first, errors: {} }),
          })}
          ${dateField({
            label: words.freeze.until,
            name: 'until',
            value: this.last,
            min: this.#from,
            wrong: this.errors['until'],
            change: (last) => Object.assign(this, { last, errors: {} }),
          })}
        </div>
        <wa-input size="s" label=${words.freeze.reason} hint=${words.common.staffOnly} maxlength=${limits.reason} .value=${this.reason} @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}>${errorHint(this.errors, 'reason')}</wa-input>
        <p class="small" aria-live="polite">${this.#effect}</p>
      </form>
      <wa-button slot="footer" size="s" appearance="plain" @click=${() => this.emit('desk-close')}>${words.common.cancel}</wa-button>
      <wa-button slot="footer" size="s" variant="brand" ?loading=${this.busy} @click=${this.#freeze}>${words.freeze.confirm}</wa-button>
    </wa-dialog>`;
  }
}

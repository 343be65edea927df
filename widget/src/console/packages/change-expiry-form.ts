import { limits } from '@bookinda/contracts/limits';
import type { PackageCard } from '@bookinda/contracts/packages/package';
import { packageStatus } from '@bookinda/contracts/packages/package-status';
import { changeExpiry } from '@bookinda/contracts/packages/routes';
import type { LocalDate } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { errorHint, type FieldErrors, fieldErrors } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { dateField } from './date-field.js';
import { fieldStyles } from './field.styles.js';

/** PK-09…PK-11: a new last day, or none. An expired package is restored here, with a reason. */
@customElement('desk-change-expiry')
export class ChangeExpiryForm extends DeskElement {
  static override styles = [
    sheet,
    fieldStyles,
    css`
      wa-input {
        max-width: 560px;
      }
    `,
  ];

  @property({ attribute: false }) card!: PackageCard;
  @state() private day: string | null = null;
  @state() private reason = '';
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';
  @state() private busy = false;

  get #day(): string {
    return this.day ?? this.card.expiresOn ?? '';
  }

  get #restores(): boolean {
    return this.card.status === 'expired';
  }

  #wrong(expiresOn: string | null): FieldErrors {
    const { words, card } = this;
    const errors: FieldErrors = {};
    if (expiresOn === '') errors['expiresOn'] = words.expiry.noDay;
    else if (expiresOn === card.expiresOn) errors['expiresOn'] = words.expiry.same;
    else if (expiresOn !== null && expiresOn < card.today) errors['expiresOn'] = words.expiry.past;
    if (this.#restores && !this.reason.trim()) errors['reason'] = words.fields.required;
    return errors;
  }

  async #change(expiresOn: LocalDate | null): Promise<void> {
    if (this.busy) return;
    this.refusal = '';
    this.errors = this.#wrong(expiresOn);
    if (Object.keys(this.errors).length > 0) return this.#focusError();
    const reason = this.reason.trim();
    this.busy = true;
    try {
      const { card } = await ask(
        changeExpiry,
        { expiresOn, ...(reason ? { reason } : {}) },
        { params: { id: this.card.id } },
      );
      const { expiry } = this.words;
      say(expiresOn ? expiry.changed(calendarDay(expiresOn, this.language)) : expiry.removed);
      Object.assign(this, { day: null, reason: '' });
      this.emit('desk-card', card);
    } catch (error) {
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
      this.emit('desk-stale');
    } finally {
      this.busy = false;
    }
  }

  async #focusError(): Promise<void> {
    await this.updateComplete;
    const field = this.errors['expiresOn'] ? 'input[type=date]' : 'wa-input';
    this.renderRoot.querySelector<HTMLElement>(field)?.focus();
  }

  /** What the chosen day will do, in words; empty while nothing would change. */
  get #effect(): string {
    const { words, card, language } = this;
    const day = this.#day;
    if (!day || day === card.expiresOn || day < card.today) return '';
    const remaining = card.services.reduce((sum, service) => sum + service.remaining, 0);
    const next = packageStatus({ cancelled: false, remaining, expiresOn: day }, card.today);
    return [
      words.expiry.until(calendarDay(day, language)),
      next === card.status ? '' : words.expiry.becomes(words.packageStatus[next]),
      words.expiry.reminder,
    ]
      .filter(Boolean)
      .join(' ');
  }

  override render() {
    const { words, card } = this;
    const reasonLabel = this.#restores ? words.expiry.reason : words.expiry.optional(words.expiry.reason);
    return html`<section class="stack tight" aria-label=${words.expiry.title}>
      <h3>${words.expiry.title}</h3>
      ${this.#restores ? html`<p class="notice warn small">${words.expiry.restoreHint}</p>` : nothing}
      ${dateField({
        label: words.expiry.day,
        value: this.#day,
        min: card.today,
        wrong: this.errors['expiresOn'],
        change: (day) => Object.assign(this, { day, errors: {} }),
      })}
      <wa-input size="s" label=${reasonLabel} hint=${words.common.staffOnly} maxlength=${limits.reason} .value=${this.reason} @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}>${errorHint(this.errors, 'reason')}</wa-input>
      <p class="quiet small" aria-live="polite">${this.#effect}</p>
      <div class="row">
        <wa-button size="s" variant="brand" ?loading=${this.busy} @click=${() => this.#change(this.#day)}>${words.expiry.change}</wa-button>
        ${card.expiresOn ? html`<wa-button size="s" appearance="outlined" @click=${() => this.#change(null)}>${words.expiry.remove}</wa-button>` : nothing}
      </div>
      <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>
    </section>`;
  }
}

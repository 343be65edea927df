import { limits } from '@bookinda/contracts/limits';
import { daysAfter } from '@bookinda/contracts/packages/package-freeze';
import type { PackageMatter, Remedy } from '@bookinda/contracts/packages/package-matter';
import { remedies } from '@bookinda/contracts/packages/package-matter';
import { type PaymentMethod, paymentMethods } from '@bookinda/contracts/packages/payment';
import { formatMoney, type LocalDate } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/checkbox/checkbox.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { calendarDay, dayOf } from '../look/when.js';
import { dateField } from '../packages/date-field.js';
import { fieldStyles } from '../packages/field.styles.js';
import { readMoney } from '../packages/typed-money.js';
import { typedCount } from '../packages/typed-terms.js';
import { DeskElement } from '../shell/desk-element.js';
import { errorHint, type FieldErrors } from '../shell/field-errors.js';
import { remedyChooserStyles } from './remedy-chooser.styles.js';
import { type ChosenRemedy, whatWillHappen } from './what-will-happen.js';

type Choice = Remedy | 'none';
const choices: Choice[] = ['none', ...remedies];
/** What agents usually add. */
const usualDays = [7, 14, 30];

/**
 * PK-21: the part of a reply that changes the package: only an answer, or a session back, more days, money; and in words what
 * will happen. Emits `desk-remedy` whenever the choice changes; `ready()` is what the reply is sent with.
 */
@customElement('desk-remedy')
export class RemedyChooser extends DeskElement {
  static override styles = [sheet, fieldStyles, remedyChooserStyles];

  @property({ attribute: false }) matter!: PackageMatter;
  /** False where the ticket cannot be resolved by hand now. */
  @property({ type: Boolean }) mayResolve = false;
  @state() private choice: Choice = 'none';
  /** The disputed session (`step`), or a service's id. */
  @state() private which = '';
  @state() private sessions = '1';
  @state() private day: LocalDate | null = null;
  @state() private amount = '';
  @state() private method: PaymentMethod = 'card';
  @state() private resolve = true;
  @state() private errors: FieldErrors = {};

  /** The remedy chosen; null: only the answer. */
  get chosen(): Remedy | null {
    return this.choice === 'none' ? null : this.choice;
  }

  /** What to send; `wrong` when a field says why not, null when only the answer goes. */
  async ready(): Promise<ChosenRemedy | 'wrong' | null> {
    if (this.choice === 'none') return null;
    const { remedy, errors } = this.#read();
    this.errors = errors;
    if (remedy) return remedy;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.inputs input, .inputs wa-input')?.focus();
    return 'wrong';
  }

  /** After it was sent. */
  clear(): void {
    this.#change({ choice: 'none', which: '', sessions: '1', day: null, amount: '', resolve: true });
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('input[type=radio]:checked')?.focus();
  }

  #change(changes: object): void {
    Object.assign(this, changes, { errors: {} });
    this.emit('desk-remedy');
  }

  /** What the fields say, or what is wrong with them. */
  #read(): { remedy?: ChosenRemedy; errors: FieldErrors } {
    const { matter, words } = this;
    const more = {
      ...(this.resolve && this.mayResolve ? { resolve: 'done' as const } : {}),
      ...(matter.settlements.length > 0 ? { again: true } : {}),
    };
    if (this.choice === 'refund') {
      const { most } = matter.remedies.refund;
      const { paid } = matter.card;
      const { amount, wrong } = readMoney(this.amount, paid.currency, { most: most?.amount ?? paid.amount });
      if (wrong !== undefined) return { errors: { amount: wrong } };
      return { remedy: { remedy: 'refund', amount, method: this.method, ...more }, errors: {} };
    }
    if (this.choice === 'extend') {
      const wrong = this.#wrongDay();
      return wrong
        ? { errors: { day: wrong } }
        : { remedy: { remedy: 'extend', expiresOn: this.day, ...more }, errors: {} };
    }
    const { redemption } = matter.remedies.restore;
    if (redemption && this.#which === 'step') return { remedy: { remedy: 'restore', redemption, ...more }, errors: {} };
    const sessions = typedCount(this.sessions, this.#mostSessions);
    if (sessions === null) return { errors: { sessions: words.matter.whole(this.#mostSessions) } };
    return { remedy: { remedy: 'restore', service: this.#which, sessions, ...more }, errors: {} };
  }

  get #which(): string {
    const { remedies: offers, card } = this.matter;
    return this.which || (offers.restore.redemption ? 'step' : (card.services.find(({ used }) => used > 0)?.id ?? ''));
  }

  get #mostSessions(): number {
    const { remedies: offers, card } = this.matter;
    const used = card.services.find(({ id }) => id === this.#which)?.used ?? 0;
    return Math.min(used, offers.restore.most ?? used, limits.sessionsPerRedemption);
  }

  /** The day from which days are counted. */
  get #from(): LocalDate {
    const { expiresOn, today } = this.matter.card;
    return expiresOn && expiresOn > today ? expiresOn : today;
  }

  #wrongDay(): string | undefined {
    const { words, language, matter, day } = this;
    if (!day) return words.expiry.noDay;
    const { most } = matter.remedies.extend;
    const after = matter.card.expiresOn ?? '';
    if (day <= after || day < matter.card.today) return words.matter.later(calendarDay(after, language));
    const latest = most === null ? null : daysAfter(this.#from, most);
    return latest && day > latest ? words.matter.most(calendarDay(latest, language)) : undefined;
  }

  override render() {
    const { words, choice, matter } = this;
    return html`<fieldset aria-describedby=${choice === 'none' ? nothing : 'preview'}>
      <legend class="small">${words.matter.settle}</legend>
      <div class="choices">${choices.map((one) => this.#renderChoice(one))}</div>
      ${this.#renderRefused()}
      ${choice === 'none' ? nothing : html`<div class="inputs">${this.#renderInputs(choice)}</div>`}
      ${
        choice === 'none'
          ? nothing
          : html`${this.mayResolve ? html`<wa-checkbox size="s" .checked=${this.resolve} @change=${(event: Event) => this.#change({ resolve: (event.target as HTMLInputElement).checked })}>${words.matter.resolve}</wa-checkbox>` : nothing}
            ${matter.settlements.length > 0 ? html`<p class="small">${words.matter.again}</p>` : nothing}
            ${this.#renderPreview()}`
      }
    </fieldset>`;
  }

  #refusal(choice: Choice): string {
    if (choice === 'none') return '';
    const { refused } = this.matter.remedies[choice];
    const { words } = this;
    if (!refused) return '';
    if (refused === 'not-allowed') return words.matter.refused.role;
    if (refused === 'out-of-bounds') return words.matter.refused[choice];
    return words.problems.byCode[refused] ?? words.problems.unexpected;
  }

  #renderChoice(choice: Choice) {
    const refusal = this.#refusal(choice);
    return html`<label class="choice" title=${refusal || nothing}>
      <input type="radio" name="remedy" .value=${choice} .checked=${this.choice === choice} ?disabled=${refusal !== ''} @change=${() => this.#change({ choice })} />
      <span>${this.words.matter.remedies[choice]}</span>
    </label>`;
  }

  /** A title is nothing for a keyboard or a finger: said once beneath for those that are not offered. */
  #renderRefused() {
    const { words } = this;
    const refused = remedies.flatMap((remedy) => {
      const why = this.#refusal(remedy);
      return why ? [`${words.matter.remedies[remedy]}: ${why}`] : [];
    });
    return refused.length > 0 ? html`<p class="quiet small">${refused.join(' ')}</p>` : nothing;
  }

  #renderInputs(choice: Remedy) {
    if (choice === 'refund') return this.#renderRefund();
    return choice === 'extend' ? this.#renderExtend() : this.#renderRestore();
  }

  #renderRestore() {
    const { words, language, matter } = this;
    const { redemption, most } = matter.remedies.restore;
    const { step } = matter;
    const choose = (event: Event) => this.#change({ which: (event.target as HTMLSelectElement).value });
    return html`<div class="fields">
        <wa-select size="s" label=${words.matter.which} .value=${this.#which} @change=${choose}>
          ${redemption && step ? html`<wa-option value="step">${words.matter.theStep(step.service?.name ?? '', dayOf(step.at, language))}</wa-option>` : nothing}
          ${matter.card.services.filter(({ used }) => used > 0).map(({ id, name, used, total }) => html`<wa-option value=${id}>${words.matter.some(name, used, total)}</wa-option>`)}
        </wa-select>
        ${
          this.#which === 'step'
            ? nothing
            : html`<wa-input size="s" class="count" inputmode="numeric" autocomplete="off" label=${words.matter.sessions} .value=${this.sessions} @input=${(event: Event) => this.#change({ sessions: (event.target as HTMLInputElement).value })}>${errorHint(this.errors, 'sessions')}</wa-input>`
        }
      </div>
      ${most === null ? nothing : html`<p class="quiet small">${words.matter.leftSessions(most)}</p>`}`;
  }

  #renderExtend() {
    const { words, matter } = this;
    const { most } = matter.remedies.extend;
    const offered = usualDays.filter((days) => most === null || days <= most);
    return html`<div class="fields">
        ${dateField({
          label: words.matter.day,
          value: this.day ?? '',
          min: daysAfter(this.#from, 1),
          wrong: this.errors['day'],
          change: (day) => this.#change({ day: day || null }),
        })}
        <span class="row">${offered.map((days) => html`<wa-button size="s" appearance="outlined" @click=${() => this.#change({ day: daysAfter(this.#from, days) })}>${words.matter.days(days)}</wa-button>`)}</span>
      </div>
      ${most === null ? nothing : html`<p class="quiet small">${words.matter.leftDays(most)}</p>`}`;
  }

  #renderRefund() {
    const { words, language, matter } = this;
    const { most } = matter.remedies.refund;
    return html`<div class="fields">
        <wa-input size="s" name="amount" inputmode="decimal" autocomplete="off" label=${words.money.amount(matter.card.paid.currency)} .value=${this.amount} @input=${(event: Event) => this.#change({ amount: (event.target as HTMLInputElement).value })}>${errorHint(this.errors, 'amount')}</wa-input>
        <wa-select size="s" label=${words.money.method} .value=${this.method} @change=${(event: Event) => this.#change({ method: (event.target as HTMLSelectElement).value })}>
          ${paymentMethods.map((method) => html`<wa-option value=${method}>${words.methods[method]}</wa-option>`)}
        </wa-select>
      </div>
      ${most ? html`<p class="quiet small">${words.matter.leftMoney(formatMoney(most, language))}</p>` : nothing}`;
  }

  #renderPreview() {
    const { words, language, matter } = this;
    const { remedy } = this.#read();
    return html`<div id="preview" class="preview small" role="status" aria-label=${words.matter.preview}>
      ${remedy ? html`<ul>${whatWillHappen(remedy, matter, words, language).map((line) => html`<li>${line}</li>`)}</ul>` : nothing}
    </div>`;
  }
}

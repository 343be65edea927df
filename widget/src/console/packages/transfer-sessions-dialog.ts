import type { Customer } from '@bookinda/contracts/customers/customer';
import { limits } from '@bookinda/contracts/limits';
import type { PackageCard, TransferProposal } from '@bookinda/contracts/packages/package';
import { proposeTransfer, transferSessions } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskForm } from '../shell/desk-form.js';
import { errorHint, type FieldErrors } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { refusalText, say } from '../shell/toasts.js';
import { whenClosed } from '../shell/when-closed.js';
import { fieldStyles } from './field.styles.js';
import './find-receiver.js';
import { typedCount } from './typed-terms.js';

/** PK-19: sessions go to another customer; says what of price and payment goes along. Emits `desk-card` and `desk-close`. */
@customElement('desk-transfer-sessions')
export class TransferSessionsDialog extends DeskForm {
  static override styles = [
    sheet,
    fieldStyles,
    css`
      wa-dialog {
        --width: 520px;
      }
    `,
  ];

  @property({ attribute: false }) card!: PackageCard;
  @state() private service = '';
  @state() private count = '1';
  @state() private receiver: Customer | null = null;
  @state() private reason = '';
  @state() private proposal: TransferProposal | null = null;
  #ask = gathered(() => this.#propose(), 200);

  override connectedCallback(): void {
    super.connectedCallback();
    this.service = this.#offered[0]?.id ?? '';
    this.#propose();
  }

  get #offered() {
    return this.card.services.filter(({ remaining }) => remaining > 0);
  }

  get #most(): number {
    return this.#offered.find(({ id }) => id === this.service)?.remaining ?? 0;
  }

  /** What is typed, if it can be given. */
  get #sessions(): number | null {
    return typedCount(this.count, this.#most);
  }

  async #propose(): Promise<void> {
    const sessions = this.#sessions;
    if (sessions === null) {
      this.proposal = null;
      return;
    }
    try {
      const input = { service: this.service, sessions };
      this.proposal = await ask(proposeTransfer, input, { params: { id: this.card.id } });
      this.refusal = '';
    } catch (error) {
      this.proposal = null;
      this.refusal = refusalText(error);
    }
  }

  #wrong(): FieldErrors {
    const { words } = this;
    return {
      ...(this.#sessions === null ? { sessions: words.terms.whole(1, this.#most) } : {}),
      ...(this.receiver ? {} : { customer: words.transfer.choose }),
      ...(this.reason.trim() ? {} : { reason: words.fields.required }),
    };
  }

  async #transfer(event: Event): Promise<void> {
    event.preventDefault();
    await this.attempt(this.#wrong(), async () => {
      const [sessions, receiver] = [this.#sessions, this.receiver];
      if (!sessions || !receiver) return;
      const input = { service: this.service, sessions, customer: receiver.id, reason: this.reason.trim() };
      const { card } = await ask(transferSessions, input, { params: { id: this.card.id }, idempotencyKey: this.key });
      say(this.words.transfer.done(sessions, receiver.name));
      this.emit('desk-card', card);
      this.emit('desk-close');
    });
  }

  protected override refused(): void {
    this.emit('desk-stale');
  }

  protected override async focusError(): Promise<void> {
    if (Object.keys(this.errors)[0] !== 'customer') return super.focusError();
    await this.updateComplete;
    this.renderRoot.querySelector('desk-find-receiver')?.shadowRoot?.querySelector<HTMLElement>('wa-input')?.focus();
  }

  override render() {
    const { words, card } = this;
    return html`<wa-dialog open label=${words.transfer.title(card.name)} @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      <form class="stack" novalidate @submit=${this.#transfer}>
        <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
        <div class="fields">
          <wa-select size="s" label=${words.transfer.service} .value=${this.service} @change=${(event: Event) => this.#choose({ service: (event.target as HTMLSelectElement).value })}>
            ${this.#offered.map(({ id, name }) => html`<wa-option value=${id}>${name}</wa-option>`)}
          </wa-select>
          <wa-input size="s" name="sessions" inputmode="numeric" label=${words.transfer.sessions} .value=${this.count} @input=${(event: Event) => this.#choose({ count: (event.target as HTMLInputElement).value })}>${errorHint(this.errors, 'sessions', html`<span slot="hint">${words.transfer.most(this.#most)}</span>`)}</wa-input>
        </div>
        <desk-find-receiver except=${card.customer.id} .chosen=${this.receiver} .wrong=${this.errors['customer'] ?? ''} @desk-receiver=${(event: CustomEvent<Customer | null>) => (this.receiver = event.detail)}></desk-find-receiver>
        <wa-input size="s" name="reason" label=${words.transfer.reason} hint=${words.common.staffOnly} maxlength=${limits.reason} .value=${this.reason} @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}>${errorHint(this.errors, 'reason')}</wa-input>
        <div aria-live="polite">${this.proposal ? this.#renderShare(this.proposal) : nothing}</div>
      </form>
      <wa-button slot="footer" size="s" appearance="plain" @click=${() => this.emit('desk-close')}>${words.common.cancel}</wa-button>
      <wa-button slot="footer" size="s" variant="brand" ?loading=${this.busy} @click=${this.#transfer}>${words.transfer.confirm(this.#sessions ?? 1)}</wa-button>
    </wa-dialog>`;
  }

  #choose(changes: { service?: string; count?: string }): void {
    Object.assign(this, changes, { errors: {} });
    this.#ask();
  }

  #renderShare({ price, paid, due, expiresOn }: TransferProposal) {
    const { words, language } = this;
    const validity = expiresOn ? words.transfer.valid(calendarDay(expiresOn, language)) : words.packages.never;
    return html`<p class="small">${words.transfer.share(formatMoney(price, language))}, ${words.transfer.paid(formatMoney(paid, language))}. ${validity}.</p>
      ${due.amount > 0 ? html`<p class="notice warn small">${words.transfer.due(formatMoney(due, language))}</p>` : nothing}`;
  }
}

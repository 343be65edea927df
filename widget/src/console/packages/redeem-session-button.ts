import { limits } from '@bookinda/contracts/limits';
import type { LedgerReceipt, PackageCard, PackageService } from '@bookinda/contracts/packages/package';
import { redeemSession, reverseRedemption } from '@bookinda/contracts/packages/routes';
import { formatMoney, type Money } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { ProblemError } from '../../platform/problem-error.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { isDecided } from '../shell/desk-form.js';
import { ask, here, knowPackageSettings, mayRedeem, maySell } from '../shell/here.js';
import { refusalText } from '../shell/toasts.js';

/** How long a redemption can be taken back with one click. */
export const undoSeconds = 10;

/** PK-07: one large button redeems one session (or n); PK-08: afterwards it can be undone. Emits `desk-card` with the new card. */
@customElement('desk-redeem-session')
export class RedeemSessionButton extends DeskElement {
  static override styles = [
    sheet,
    css`
      .pair {
        display: flex;
        gap: 4px;
      }
      .redeem {
        flex: 1;
        min-width: 0;
        appearance: none;
        border: 0;
        font: inherit;
        font-weight: 600;
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        min-height: 48px;
        padding: 8px 16px;
        border-radius: var(--radius);
        background: var(--accent);
        color: var(--on-accent);
        cursor: pointer;
        text-align: start;
      }
      .redeem:hover:not([aria-disabled='true']) {
        filter: brightness(0.94);
      }
      .redeem[aria-disabled='true'] {
        background: var(--hover);
        color: var(--quiet);
        cursor: not-allowed;
      }
      .what {
        line-height: 20px;
        overflow-wrap: anywhere;
      }
      .left {
        font-weight: 500;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .more {
        border: 1px solid var(--strong);
        min-width: 48px;
      }
      .debt {
        margin-top: 4px;
        color: var(--on-amber);
      }
      .undo,
      .last {
        margin-top: 8px;
        align-items: center;
        justify-content: space-between;
      }
      .question {
        flex-wrap: wrap;
      }
      .question > span:first-child {
        flex: 1 1 240px;
      }
      .undo {
        position: relative;
        overflow: hidden;
      }
      .undo::after {
        content: '';
        position: absolute;
        inset: auto 0 0 0;
        height: 3px;
        background: currentColor;
        transform-origin: left;
        animation: run var(--undo-time) linear forwards;
      }
      .undo:hover::after,
      .undo:focus-within::after {
        animation-play-state: paused;
      }
      @keyframes run {
        to {
          transform: scaleX(0);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .undo::after {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) card!: PackageCard;
  @property({ attribute: false }) service!: PackageService;
  /** Where the debt is shown already. */
  @property({ type: Boolean }) debtShown = false;
  @state() private busy = false;
  @state() private refusal = '';
  /** Another device redeemed the same a moment ago: who, and how many seconds before. */
  @state() private question: { by: string; seconds: number } | null = null;
  @state() private done: { entry: string; sessions: number } | null = null;
  /** PK-07: that was the last session of the package. */
  @state() private last = false;
  @state() private sessions = 1;
  @state() private staff = '';
  @state() private options = false;
  #key = newKey();
  #left = 0;
  #held = false;
  #timer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.style.setProperty('--undo-time', `${undoSeconds}s`);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  /** Why nothing can be redeemed now; empty when it can. */
  get #barred(): string {
    const { byCode } = this.words.problems;
    if (this.card.status === 'cancelled') return byCode['package-cancelled'];
    if (this.card.status === 'expired') return byCode['package-expired'];
    if (this.service.remaining === 0) return byCode['nothing-left'];
    return this.card.freeze?.now ? byCode['package-frozen'] : '';
  }

  /** PK-13, PK-20: the words of a refusal; what the salon settled may have changed since it was asked. */
  #refuse(error: unknown): void {
    this.refusal = refusalText(error);
    if (!(error instanceof ProblemError)) return;
    const due = error.problem['due'] as Money | undefined;
    if (error.code === 'paid-value-used-up' && due)
      this.refusal = this.words.today.paidOnly(formatMoney(due, this.language));
    if (error.code === 'not-allowed') knowPackageSettings();
  }

  /** PK-13: what the customer still owes for this package, in words; empty when it is paid. */
  get #debt(): string {
    const { price, paid, status } = this.card;
    const due = price.amount - paid.amount;
    if (due <= 0 || status === 'cancelled') return '';
    return this.words.redeem.debt(formatMoney({ ...price, amount: due }, this.language));
  }

  async #redeem(force = false): Promise<void> {
    if (this.busy || this.#barred) return;
    this.busy = true;
    this.refusal = '';
    this.question = null;
    const input = {
      service: this.service.id,
      ...(this.sessions > 1 ? { sessions: this.sessions } : {}),
      ...(this.staff ? { staff: this.staff } : {}),
      ...(force ? { force } : {}),
    };
    try {
      const receipt = await ask(redeemSession, input, { params: { id: this.card.id }, idempotencyKey: this.#key });
      this.#key = newKey();
      this.#tell(receipt);
      this.done = { entry: receipt.entry, sessions: this.sessions };
      this.last = receipt.card.status === 'fully-used';
      this.sessions = 1;
      this.options = false;
      this.#countDown();
    } catch (error) {
      // Without an answer the session may be redeemed all the same: the next click is the same intent with the same key.
      if (isDecided(error)) this.#key = newKey();
      if (error instanceof ProblemError && error.code === 'redeemed-just-now')
        this.question = error.problem as unknown as { by: string; seconds: number };
      else this.#refuse(error);
      this.emit('desk-stale');
    } finally {
      this.busy = false;
    }
  }

  #countDown(): void {
    clearInterval(this.#timer);
    this.#left = undoSeconds * 10;
    this.#timer = window.setInterval(() => {
      if (this.#held) return;
      if (--this.#left > 0) return;
      clearInterval(this.#timer);
      this.done = null;
    }, 100);
  }

  async #undo(): Promise<void> {
    if (!this.done || this.busy) return;
    this.busy = true;
    try {
      const receipt = await ask(
        reverseRedemption,
        {},
        { params: { id: this.card.id, rid: this.done.entry }, idempotencyKey: `undo-${this.done.entry}` },
      );
      this.#tell(receipt);
      this.done = null;
      this.last = false;
    } catch (error) {
      this.#refuse(error);
      this.emit('desk-stale');
    } finally {
      this.busy = false;
    }
  }

  #tell({ card }: LedgerReceipt): void {
    this.emit('desk-card', card);
  }

  #hold(held: boolean): void {
    this.#held = held;
  }

  override render() {
    const { service, words } = this;
    const barred = this.#barred;
    if (!mayRedeem(this.session))
      return html`<p class="spread small"><span class="left">${words.redeem.left(service.remaining)}</span><span class="quiet">${words.today.staffMayNot}</span></p>`;
    return html`<div class="pair">
        <button type="button" class="redeem" aria-disabled=${barred || this.busy ? 'true' : 'false'} aria-busy=${this.busy} @click=${() => this.#redeem()}>
          <span class="what">${words.redeem.action(service.name, this.sessions)}</span>
          <span class="left">${barred || words.redeem.left(service.remaining)}</span>
        </button>
        ${barred ? nothing : html`<button type="button" class="plain more" aria-label=${words.redeem.options(service.name)} aria-expanded=${this.options} @click=${() => (this.options = !this.options)}>${icon('down', 16)}</button>`}
      </div>
      ${!barred && this.#debt && !this.done && !this.debtShown ? html`<p class="debt small">${icon('warning', 14)} ${this.#debt}</p>` : nothing}
      ${this.options && !barred ? this.#renderOptions() : nothing}
      <div role="status">
        ${
          this.done
            ? html`<p class="notice good undo" @mouseenter=${() => this.#hold(true)} @mouseleave=${() => this.#hold(false)} @focusin=${() => this.#hold(true)} @focusout=${() => this.#hold(false)}>
              <span>${words.redeem.done(service.name, this.done.sessions)} ${this.#debt}</span>
              <wa-button size="s" appearance="outlined" @click=${this.#undo}>${words.redeem.undo}</wa-button>
            </p>`
            : nothing
        }
      </div>
      ${this.last && this.card.status === 'fully-used' ? this.#renderLast() : nothing}
      <div role="alert">${this.question ? this.#renderQuestion(this.question) : nothing}</div>
      <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>`;
  }

  /** B2: one visitor between two devices pays once; who means it presses once more. */
  #renderQuestion({ by, seconds }: { by: string; seconds: number }) {
    const { words } = this;
    return html`<div class="notice warn last question">
      <span>${words.redeem.justNow(by, seconds)}</span>
      <span class="row">
        <wa-button size="s" appearance="outlined" @click=${() => this.#redeem(true)}>${words.redeem.anyway}</wa-button>
        <wa-button size="s" appearance="plain" @click=${() => (this.question = null)}>${words.redeem.leaveIt}</wa-button>
      </span>
    </div>`;
  }

  #renderLast() {
    const { words } = this;
    return html`<p class="notice last">
      <span>${words.today.last(this.card.name)}</span>
      ${maySell(this.session) ? html`<wa-button size="s" appearance="outlined" @click=${() => this.emit('desk-renew', this.card)}>${words.today.renew}</wa-button>` : nothing}
    </p>`;
  }

  #renderOptions() {
    const { words } = this;
    const most = Math.min(this.service.remaining, limits.sessionsPerRedemption);
    const members = here.desk?.members ?? [];
    return html`<div class="card padded stack tight" role="group" aria-label=${words.redeem.options(this.service.name)}>
      <wa-input size="s" type="number" min="1" max=${most} label=${words.redeem.sessions} .value=${String(this.sessions)} @input=${(event: Event) => (this.sessions = Math.min(most, Math.max(1, Math.trunc(Number((event.target as HTMLInputElement).value)) || 1)))}></wa-input>
      ${
        members.length === 0
          ? nothing
          : html`<wa-select size="s" label=${words.redeem.staff} .value=${this.staff || 'me'} @change=${(event: Event) => this.#choose(event)}>
            <wa-option value="me">${words.redeem.me}</wa-option>
            ${members.map(({ id, name }) => html`<wa-option value=${id}>${name}</wa-option>`)}
          </wa-select>`
      }
    </div>`;
  }

  #choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.staff = value === 'me' ? '' : value;
  }
}

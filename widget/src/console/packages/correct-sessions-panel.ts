import { limits } from '@bookinda/contracts/limits';
import type { PackageCard, PackageService } from '@bookinda/contracts/packages/package';
import { packageStatus } from '@bookinda/contracts/packages/package-status';
import { correctSessions } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';

/** PK-09: Session Correction. − marks one more used, + gives one back. */
@customElement('desk-correct-sessions')
export class CorrectSessionsPanel extends DeskElement {
  static override styles = [
    sheet,
    css`
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        gap: 4px 8px;
        align-items: center;
      }
      ul,
      wa-input {
        max-width: 560px;
      }
      ul {
        display: grid;
        gap: 8px;
      }
      .step {
        width: 40px;
        height: 40px;
        border: 1px solid currentColor;
        font-weight: 700;
      }
      .step:disabled {
        opacity: 0.4;
        cursor: not-allowed;
      }
      .minus {
        color: var(--on-red);
        background: var(--tint-red);
      }
      .plus {
        color: var(--on-green);
        background: var(--tint-green);
      }
    `,
  ];

  @property({ attribute: false }) card!: PackageCard;
  @state() private reason = '';
  @state() private busy = false;
  @state() private refusal = '';

  async #correct(service: PackageService, change: -1 | 1): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.refusal = '';
    const reason = this.reason.trim();
    try {
      const receipt = await ask(
        correctSessions,
        { service: service.id, change, ...(reason ? { reason } : {}) },
        { params: { id: this.card.id } },
      );
      this.emit('desk-card', receipt.card);
      say(this.words.correct.done(service.name, change));
      this.reason = '';
    } catch (error) {
      this.refusal = refusalText(error);
      this.emit('desk-stale');
    } finally {
      this.busy = false;
    }
  }

  /** What − on this service would do to the package's status, in words; empty when it stays. */
  #consequence(service: PackageService, change: -1 | 1): string {
    const remaining = this.card.services.reduce((sum, one) => sum + one.remaining, 0) + change;
    const next = packageStatus(
      { cancelled: this.card.status === 'cancelled', remaining, expiresOn: this.card.expiresOn },
      this.card.today,
    );
    if (next === this.card.status || (change === -1 && service.remaining === 0)) return '';
    return this.words.correct.becomes(change, this.words.packageStatus[next]);
  }

  override render() {
    const { words } = this;
    return html`<section class="stack tight" aria-label=${words.correct.title}>
      <h3>${words.correct.title}</h3>
      <ul>${this.card.services.map((service) => this.#renderService(service))}</ul>
      <wa-input size="s" label=${words.correct.reason} hint=${words.common.staffOnly} maxlength=${limits.reason} .value=${this.reason} @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}></wa-input>
      <p class="quiet small">${words.correct.hint}</p>
      <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>
    </section>`;
  }

  #renderService(service: PackageService) {
    const { words } = this;
    const effects = [this.#consequence(service, -1), this.#consequence(service, 1)].filter(Boolean);
    return html`<li>
      <span>
        <strong>${service.name}</strong> <span class="number quiet small">${words.correct.state(service.used, service.total, service.remaining)}</span>
        ${effects.length > 0 ? html`<br /><span class="small quiet">${effects.join(' ')}</span>` : nothing}
      </span>
      <button type="button" class="plain step minus" aria-label=${words.correct.minus(service.name)} title=${words.correct.minus(service.name)} ?disabled=${service.remaining === 0 || this.busy} @click=${() => this.#correct(service, -1)}>${icon('minus', 16)}</button>
      <button type="button" class="plain step plus" aria-label=${words.correct.plus(service.name)} title=${words.correct.plus(service.name)} ?disabled=${service.used === 0 || this.busy} @click=${() => this.#correct(service, 1)}>${icon('plus', 16)}</button>
    </li>`;
  }
}

import type { PackageCard } from '@bookinda/contracts/packages/package';
import { thawPackage } from '@bookinda/contracts/packages/routes';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, maySell, maySetRight } from '../shell/here.js';
import { say, sayRefusal } from '../shell/toasts.js';
import { openRenewal } from './open-renewal.js';

type Dialog = 'freeze' | 'transfer' | 'cancel';

const load: Record<Dialog, () => Promise<unknown>> = {
  freeze: () => import('./freeze-package-dialog.js'),
  transfer: () => import('./transfer-sessions-dialog.js'),
  cancel: () => import('./cancel-package-dialog.js'),
};

/** PK-14, PK-19: what is done with a package as a whole: renew, freeze or thaw, transfer, cancel. */
@customElement('desk-package-care')
export class PackageCare extends DeskElement {
  static override styles = [
    sheet,
    css`
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
      }
      .cancel {
        color: var(--on-red);
      }
    `,
  ];

  @property({ attribute: false }) card!: PackageCard;
  @state() private open: Dialog | '' = '';
  @state() private busy = false;

  async #open(dialog: Dialog): Promise<void> {
    await load[dialog]();
    this.open = dialog;
  }

  async #thaw(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const { card } = await ask(thawPackage, {}, { params: { id: this.card.id }, idempotencyKey: newKey() });
      say(this.words.freeze.thawed(card.name));
      this.emit('desk-card', card);
    } catch (error) {
      sayRefusal(error);
      this.emit('desk-stale');
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { words, card, session } = this;
    const living = maySetRight(session) && card.status !== 'cancelled';
    const usable = living && card.status === 'active' && !card.freeze;
    return html`<div class="acts">
        ${maySell(session) ? html`<button type="button" class="link" aria-label=${words.renewal.openOf(card.name)} @click=${() => openRenewal(card)}>${words.renewal.open}</button>` : nothing}
        ${usable ? html`<button type="button" class="link" @click=${() => this.#open('transfer')}>${words.transfer.open}</button>` : nothing}
        ${usable ? html`<button type="button" class="link" aria-label=${words.freeze.title(card.name)} @click=${() => this.#open('freeze')}>${words.freeze.open}</button>` : nothing}
        ${living && card.freeze ? html`<button type="button" class="link" aria-label=${words.freeze.thawOf(card.name)} aria-busy=${this.busy} @click=${this.#thaw}>${words.freeze.thaw}</button>` : nothing}
        ${living ? html`<button type="button" class="link cancel" @click=${() => this.#open('cancel')}>${words.cancelling.open}</button>` : nothing}
      </div>
      ${this.#renderDialog(card)}`;
  }

  #renderDialog(card: PackageCard) {
    const close = () => (this.open = '');
    if (this.open === 'freeze')
      return html`<desk-freeze-package .card=${card} @desk-close=${close}></desk-freeze-package>`;
    if (this.open === 'transfer')
      return html`<desk-transfer-sessions .card=${card} @desk-close=${close}></desk-transfer-sessions>`;
    return this.open === 'cancel'
      ? html`<desk-cancel-package .card=${card} @desk-close=${close}></desk-cancel-package>`
      : nothing;
  }
}

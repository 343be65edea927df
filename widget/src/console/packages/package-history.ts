import type { HistoryEntry } from '@bookinda/contracts/packages/package';
import { reverseRedemption } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { exact } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, showsTickets } from '../shell/here.js';
import { root } from '../shell/router.js';
import { refusalText, say, sayRefusal } from '../shell/toasts.js';
import './check-code-form.js';
import { changeOf, moneyOfStep, reasonOf, titleOf } from './describe-step.js';
import { readHistory } from './read-history.js';

/** PK-16: who, when, what, and the balance after each; a redemption can be undone here, once (PK-08). */
@customElement('desk-package-history')
export class PackageHistory extends DeskElement {
  static override styles = [
    sheet,
    css`
      summary {
        cursor: pointer;
        min-height: 32px;
        line-height: 32px;
        font-size: 0.875rem;
        font-weight: 500;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 12px;
        align-items: center;
        padding-block: 8px;
        border-top: 1px solid var(--line);
        font-size: 0.875rem;
        line-height: 20px;
      }
      .reversed .what {
        text-decoration: line-through;
      }
      .reason {
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
    `,
  ];

  @property() packageId = '';
  /** Changes with the card; the open list is then read anew. */
  @property({ type: Number }) version = 0;
  @state() private open = false;
  @state() private entries: HistoryEntry[] | null = null;
  @state() private refusal = '';

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.open && (changed.has('open') || changed.has('version') || changed.has('packageId'))) this.#read();
  }

  async #read(): Promise<void> {
    try {
      this.entries = (await readHistory(this.packageId)).entries.reverse();
      this.refusal = '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  async #undo(entry: HistoryEntry): Promise<void> {
    try {
      const receipt = await ask(
        reverseRedemption,
        {},
        { params: { id: this.packageId, rid: entry.id }, idempotencyKey: `undo-${entry.id}` },
      );
      say(this.words.redeem.undone);
      this.emit('desk-card', receipt.card);
    } catch (error) {
      sayRefusal(error);
    }
    await this.#read();
  }

  override render() {
    const { words } = this;
    return html`<details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
      <summary>${words.history.title}</summary>
      ${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}
      ${this.entries ? html`<ol aria-label=${words.history.title}>${this.entries.map((entry) => this.#renderEntry(entry))}</ol>` : html`<div class="bone"></div>`}
      ${this.open ? html`<desk-check-code .packageId=${this.packageId}></desk-check-code>` : nothing}
    </details>`;
  }

  /** PK-21: the ticket opened about this step, or on which it was entered. */
  #renderTicket({ ticket }: HistoryEntry) {
    if (!ticket) return nothing;
    const label = this.words.matter.ticket(ticket.number);
    return showsTickets(this.session)
      ? html`· <a href="${root}/tickets/${ticket.id}">${label}</a>`
      : html`<span class="quiet">· ${label}</span>`;
  }

  #renderEntry(entry: HistoryEntry) {
    const { words, language } = this;
    const moved = entry.sessions === null ? '' : words.history.sessions(-entry.sessions);
    const reason = reasonOf(entry, words);
    return html`<li class=${entry.reversed ? 'reversed' : ''}>
      <span>
        <span class="what"><strong>${titleOf(entry, words)}</strong> ${entry.service?.name ?? ''} <span class="number">${moved} ${moneyOfStep(entry, words, language)}</span> ${this.#renderChange(entry)}</span>
        ${reason && reason !== entry.ticket?.number ? html`<span class="reason">· ${reason}</span>` : nothing} ${this.#renderTicket(entry)}
        <br />
        <span class="quiet small">
          <desk-when at=${entry.at}></desk-when> · ${entry.actor}${entry.staff && entry.staff !== entry.actor ? html` · ${words.history.by(entry.staff)}` : nothing}${entry.reversed ? html` · ${words.history.reversed}` : nothing}
        </span>
      </span>
      <span class="row">
        ${entry.remainingAfter === null ? nothing : html`<span class="quiet small number">${words.redeem.left(entry.remainingAfter)}</span>`}
        ${entry.paidAfter ? html`<span class="quiet small number">${words.packages.paidOf(formatMoney(entry.paidAfter, language))}</span>` : nothing}
        ${entry.kind === 'redemption' && !entry.reversed ? html`<button type="button" class="link small" aria-label=${words.history.undo(entry.service?.name ?? '', exact(entry.at, this.language))} @click=${() => this.#undo(entry)}>${words.redeem.undo}</button>` : nothing}
      </span>
    </li>`;
  }

  /** The other package of a transfer or renewal is a link. */
  #renderChange(entry: HistoryEntry) {
    const text = changeOf(entry, this.words, this.language);
    return entry.other ? html`<a href="${root}/packages/${entry.other.id}">${text}</a>` : text;
  }
}

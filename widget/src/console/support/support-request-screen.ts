import {
  closeSupportRequest,
  listSupportMessages,
  readSupportRequest,
  replyToSupportRequest,
  uploadSupportFile,
} from '@bookinda/contracts/support/routes';
import type { OwnTicketDetail } from '@bookinda/contracts/support/ticket';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, here, inTenant, knowSupportDesk, noticeProblem, sessionHeaders } from '../shell/here.js';
import { gathered, hearChanges } from '../shell/live.js';
import { go, root } from '../shell/router.js';
import { onShortcuts } from '../shell/shortcuts.js';
import { draftKeyOf } from '../thread/draft.js';
import './own-ticket.js';
import type { OwnTicket, OwnTicketDoor } from './own-ticket.js';
import { usualAnswer } from './usual-answer.js';

/** BS-01: one of the salon's own tickets to the platform. */
@customElement('desk-support-request')
export class SupportRequestScreen extends DeskElement {
  static override styles = [
    sheet,
    css`
      .page {
        max-width: 880px;
      }
      .back {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-height: 32px;
        font-size: 0.875rem;
        text-decoration: none;
        justify-self: start;
      }
    `,
  ];

  @property() ticketId = '';
  @state() private following: OwnTicketDetail | null = null;
  #door?: OwnTicketDoor;
  #stop?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    knowSupportDesk();
    this.#stop = onShortcuts({
      r: () => this.renderRoot.querySelector<OwnTicket>('desk-own-ticket')?.write(),
      u: () => go('/support'),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('ticketId')) this.#door = this.#open(this.ticketId);
  }

  #open(id: string): OwnTicketDoor {
    const { session } = this;
    const params = { id };
    return {
      draftKey: draftKeyOf(session, id),
      read: () => ask(readSupportRequest, undefined, { params }),
      earlier: (_, after) => ask(listSupportMessages, { after }, { params }),
      reply: (body, uploads, idempotencyKey) =>
        ask(replyToSupportRequest, { body, ...(uploads.length > 0 ? { uploads } : {}) }, { params, idempotencyKey }),
      close: (reason) => ask(closeSupportRequest, reason ? { reason } : {}, { params }),
      hear: (changed) => {
        const refresh = gathered(changed);
        return hearChanges(
          '/v1/support-events',
          `${session.tenant.id}:${session.person.id}`,
          (change) => change.ticket === id,
          refresh,
        );
      },
      uploads: { route: uploadSupportFile, headers: sessionHeaders, refused: noticeProblem },
      files: { address: (file) => inTenant(`/v1/support-files/${file}`) },
      followUp: (ticket) =>
        html`<wa-button size="s" variant="brand" @click=${() => this.#follow(ticket)}>${this.words.own.followUp}</wa-button>`,
    };
  }

  async #follow(ticket: OwnTicketDetail): Promise<void> {
    await import('./open-support-request-dialog.js');
    this.following = ticket;
  }

  override render() {
    const { words, language } = this;
    const hint = here.supportDesk
      ? html`<p slot="hint" class="quiet small">${usualAnswer(here.supportDesk.usualAnswer, words)}</p>`
      : nothing;
    return html`<div class="page stack tight" lang=${language}>
      <a class="back" href="${root}/support">${icon('back', 16)} ${words.sections.support}</a>
      <desk-own-ticket .door=${this.#door} .vocabulary=${here.supportDesk}>${hint}<a slot="lost" href="${root}/support">${words.sections.support}</a></desk-own-ticket>
      ${
        this.following
          ? html`<desk-open-support-request .followUpOf=${this.following} @desk-close=${() => (this.following = null)} @desk-opened=${(event: CustomEvent<string>) => go(`/support/${event.detail}`)}></desk-open-support-request>`
          : nothing
      }
    </div>`;
  }
}

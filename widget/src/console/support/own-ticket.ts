import { limits } from '@bookinda/contracts/limits';
import type { Page } from '@bookinda/contracts/page';
import type { Message, OwnTicketDetail, TicketState } from '@bookinda/contracts/support/ticket';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/textarea/textarea.js';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ProblemError } from '../../platform/problem-error.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { refusalText, say } from '../shell/toasts.js';
import type { FileDoor } from '../thread/attachment.js';
import '../thread/composer.js';
import type { Composer, Outgoing } from '../thread/composer.js';
import { withEarlier } from '../thread/merge-messages.js';
import '../thread/ticket-thread.js';
import { whenClosed } from '../shell/when-closed.js';
import type { UploadDoor } from '../thread/upload.js';
import { categoryBadge, statusBadge, type Vocabulary } from '../tickets/ticket-words.js';

/** How a requester's ticket is read and written: by a member of a salon, or by whoever followed a mail's link. */
export interface OwnTicketDoor {
  draftKey: string;
  read: () => Promise<OwnTicketDetail>;
  /** The messages before those the ticket came with, newest first. */
  earlier: (ticket: OwnTicketDetail, after: string) => Promise<Page<Message>>;
  reply: (body: string, uploads: string[], key: string) => Promise<TicketState>;
  close: (reason: string) => Promise<TicketState>;
  /** Hears that something changed; returns what ends it. */
  hear: (changed: () => void) => () => void;
  uploads: UploadDoor;
  files: FileDoor;
  /** What a closed ticket offers (BS-07). */
  followUp: (ticket: OwnTicketDetail) => TemplateResult;
}

/** A ticket as its requester sees it: thread, reply (which re-opens a resolved one), close, follow-up. */
@customElement('desk-own-ticket')
export class OwnTicket extends DeskElement {
  static override styles = [
    sheet,
    css`
      .head {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 8px 16px;
        align-items: start;
      }
      .head > .row {
        grid-column: 1 / -1;
      }
      h1 {
        overflow-wrap: anywhere;
      }
      wa-dialog {
        --width: 440px;
      }
    `,
  ];

  @property({ attribute: false }) door!: OwnTicketDoor;
  @property({ attribute: false }) vocabulary: Vocabulary | null = null;
  @state() private ticket: OwnTicketDetail | null = null;
  @state() private refusal: unknown = null;
  @state() private closing = false;
  @query('desk-composer') private composer?: Composer;
  #deaf?: () => void;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#deaf?.();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('door')) return;
    this.#deaf?.();
    this.ticket = null;
    this.#deaf = this.door.hear(() => this.#read());
    this.#read();
  }

  write(): void {
    this.composer?.write('reply');
  }

  async #read(): Promise<void> {
    const { door } = this;
    try {
      const ticket = await door.read();
      if (door !== this.door) return;
      this.ticket = withEarlier(this.ticket, ticket);
      this.refusal = null;
      document.title = `${ticket.number} ${ticket.subject}`;
    } catch (error) {
      if (!this.ticket || linkEnded(error)) this.refusal = error;
    }
  }

  async #earlier(): Promise<void> {
    const { ticket } = this;
    if (!ticket?.earlier) return;
    try {
      const page = await this.door.earlier(ticket, ticket.earlier);
      this.ticket = { ...ticket, messages: [...page.items.toReversed(), ...ticket.messages], earlier: page.next };
    } catch (error) {
      say(refusalText(error), 'bad');
    }
  }

  #send = async ({ body, uploads, key }: Outgoing): Promise<void> => {
    const reopens = this.ticket?.kind === 'solved';
    await this.door.reply(body, uploads, key).catch(async (error: unknown) => {
      await this.#read();
      throw new Error(refusalText(error));
    });
    say(reopens ? this.words.own.reopened : this.words.own.sent);
    await this.#read();
  };

  async #close(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const reason = String(new FormData(event.target as HTMLFormElement).get('reason') ?? '').trim();
    this.closing = false;
    try {
      await this.door.close(reason);
      say(this.words.own.closed);
    } catch (error) {
      say(refusalText(error), 'bad');
    }
    await this.#read();
  }

  override render() {
    const { ticket, words } = this;
    if (this.refusal) {
      const ended = linkEnded(this.refusal);
      return html`<div class="empty"><h2>${ended ? words.passed.endedTitle : words.ticket.notFound}</h2><p>${refusalText(this.refusal)}</p><slot name=${ended ? 'ended' : 'lost'}></slot></div>`;
    }
    if (!ticket)
      return html`<div class="stack" aria-busy="true" aria-label=${words.common.loading}><div class="bone" style="width:48%;height:24px"></div><div class="card padded stack"><div class="bone"></div><div class="bone" style="width:72%"></div></div></div>`;
    return html`<div class="stack">
      ${this.#renderHead(ticket)}
      <slot name="hint"></slot>
      <desk-thread .messages=${ticket.messages} .earlier=${ticket.earlier} .files=${this.door.files} @desk-earlier=${this.#earlier}></desk-thread>
      ${ticket.open ? this.#renderWriting(ticket) : this.#renderClosed(ticket)} ${this.closing ? this.#renderClosing() : nothing}
    </div>`;
  }

  #renderHead(ticket: OwnTicketDetail) {
    const { words, language } = this;
    return html`<div class="head">
      <h1><span class="quiet number">${ticket.number}</span> ${ticket.subject}</h1>
      ${ticket.kind === 'closed' ? nothing : html`<wa-button size="s" appearance="outlined" @click=${() => (this.closing = true)}>${words.own.close}</wa-button>`}
      <div class="row">
        <span data-testid="ticket-status">${statusBadge(this.vocabulary, ticket.status, language, 'requester')}</span>
        ${ticket.resolution ? html`<span class="quiet small">${words.resolutions[ticket.resolution]}</span>` : nothing}
        ${categoryBadge(this.vocabulary, ticket.category, language, false)}
        ${ticket.followUpOf ? html`<span class="quiet small">${words.ticket.followUpOf(ticket.followUpOf.number)}</span>` : nothing}
      </div>
    </div>`;
  }

  #renderWriting(ticket: OwnTicketDetail) {
    const { words } = this;
    const solved = ticket.kind === 'solved';
    return html`${solved ? html`<p class="notice good">${words.own.solvedHint}</p>` : nothing}
      <desk-composer .draftKey=${this.door.draftKey} .uploads=${this.door.uploads} .send=${this.#send} sendLabel=${solved ? words.own.replyAndReopen : words.composer.sendReply}></desk-composer>`;
  }

  #renderClosed(ticket: OwnTicketDetail) {
    return html`<div class="notice spread"><span>${this.words.own.closedHint}</span>${this.door.followUp(ticket)}</div>`;
  }

  #renderClosing() {
    const { words } = this;
    return html`<wa-dialog label=${words.own.closeTitle(this.ticket?.number ?? '')} open @wa-after-hide=${whenClosed(
      () => {
        this.closing = false;
      },
    )}>
      <form class="stack" @submit=${this.#close}>
        <p>${words.own.closeHint}</p>
        <wa-textarea size="s" name="reason" rows="3" maxlength=${limits.reason} label=${words.own.reason}></wa-textarea>
      </form>
      <wa-button slot="footer" size="s" appearance="plain" @click=${() => (this.closing = false)}>${words.common.cancel}</wa-button>
      <wa-button slot="footer" size="s" variant="brand" @click=${() => this.renderRoot.querySelector('form')?.requestSubmit()}>${words.own.closeNow}</wa-button>
    </wa-dialog>`;
  }
}

/** Also while the ticket is shown: what a link no longer opens is taken off the screen. */
function linkEnded(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'link-ended';
}

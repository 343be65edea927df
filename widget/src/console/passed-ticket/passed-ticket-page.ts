import { streamOwnEvents } from '@bookinda/contracts/notifications/routes';
import {
  closeOwnTicket,
  downloadOwnFile,
  listOwnMessages,
  readEmbedConfig,
  readPassedTicket,
  replyToOwnTicket,
  uploadFile,
} from '@bookinda/contracts/support/routes';
import type { EmbedConfig } from '@bookinda/contracts/support/ticket';
import { salonSupport } from '@bookinda/contracts/support/ticket-lifecycle';
import type { Language } from '@bookinda/contracts/values';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { callerOf } from '../../platform/call.js';
import { streamChanges } from '../../platform/events.js';
import { sheet } from '../look/styles.js';
import { chooseAccent } from '../look/theme.js';
import { DeskElement } from '../shell/desk-element.js';
import { nowHere } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import '../shell/toasts.js';
import '../support/own-ticket.js';
import './follow-up-form.js';
import type { OwnTicketDoor } from '../support/own-ticket.js';
import { usualAnswer } from '../support/usual-answer.js';
import { speak, startingLanguage } from '../words/words.js';

function openDoor(pass: string): OwnTicketDoor {
  const headers = () => ({ authorization: `Bearer ${pass}` });
  const call = callerOf({ headers });
  let id = '';
  return {
    draftKey: `pass:${pass.slice(-12)}`,
    read: async () => {
      const ticket = await call(readPassedTicket);
      id = ticket.id;
      return ticket;
    },
    earlier: (ticket, after) => call(listOwnMessages, { after }, { params: { id: ticket.id } }),
    reply: (body, uploads, idempotencyKey) =>
      call(replyToOwnTicket, { body, ...(uploads.length > 0 ? { uploads } : {}) }, { params: { id }, idempotencyKey }),
    close: (reason) => call(closeOwnTicket, reason ? { reason } : {}, { params: { id } }),
    hear: (changed) => {
      const refresh = gathered(changed);
      return streamChanges({
        url: streamOwnEvents.path,
        headers: async () => headers(),
        renew: async () => false,
        heard: refresh,
        resumed: refresh,
      });
    },
    uploads: { route: uploadFile, headers },
    files: { read: (file) => call(downloadOwnFile, undefined, { params: { id: file } }) },
    followUp: () => html`<desk-follow-up .pass=${pass}></desk-follow-up>`,
  };
}

/** The page behind a mail's link. The pass stands in the address's fragment, which reaches no server and no log. */
@customElement('desk-passed-ticket')
export class PassedTicketPage extends DeskElement {
  static override styles = [
    sheet,
    css`
      header {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 16px;
        min-height: 52px;
        padding-inline: 16px;
        background: var(--surface);
        border-bottom: 1px solid var(--line);
        font-weight: 600;
      }
      main {
        max-width: 760px;
        margin-inline: auto;
        padding: 20px 16px 64px;
      }
    `,
  ];

  @state() private ready = false;
  @state() private config: EmbedConfig | null = null;
  #pass = '';
  #door: OwnTicketDoor | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', () => this.#open());
    speak(startingLanguage()).then(() => {
      this.ready = true;
      this.#open();
    });
  }

  #open(): void {
    const pass = location.hash.slice(1);
    if (pass === this.#pass) return;
    this.#pass = pass;
    this.#door = openDoor(pass);
    this.requestUpdate();
    callerOf({ headers: () => ({ authorization: `Bearer ${pass}` }) })(readEmbedConfig, undefined, { retries: 0 }).then(
      (config) => {
        this.config = config;
        chooseAccent(config.tenant.accent);
      },
      () => undefined,
    );
  }

  async #speak(language: Language): Promise<void> {
    await speak(language);
    nowHere({});
  }

  override render() {
    if (!this.ready) return nothing;
    const { words, language } = this;
    const other: Language = language === 'en' ? 'hu' : 'en';
    return html`<header>
        <span>${this.config?.tenant.name ?? words.passed.title}</span>
        <button type="button" class="plain" lang=${other} @click=${() => this.#speak(other)}>${other === 'hu' ? 'Magyar' : 'English'}</button>
      </header>
      <main>
        ${
          this.#pass && this.#door
            ? html`<desk-own-ticket .door=${this.#door} .vocabulary=${salonSupport}>
              ${this.config ? html`<p slot="hint" class="quiet small">${usualAnswer(this.config.usualAnswer, words)}</p>` : nothing}
              <p slot="lost">${words.passed.lost}</p>
              <p slot="ended">${words.passed.endedHint(this.config?.tenant.name ?? '')}</p>
            </desk-own-ticket>`
            : html`<div class="empty"><h2>${words.passed.noPass}</h2><p>${words.passed.noPassHint}</p></div>`
        }
      </main>
      <desk-toasts></desk-toasts>`;
  }
}

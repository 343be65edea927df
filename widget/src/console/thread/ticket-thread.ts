import type { Message } from '@bookinda/contracts/support/ticket';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { exact } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import './attachment.js';
import type { FileDoor } from './attachment.js';

const address = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/g;

/** Plain text with its web addresses as links; nothing else in a message is ever markup. */
function withLinks(text: string): (string | TemplateResult)[] {
  return text
    .split(address)
    .map((part, index) =>
      index % 2 ? html`<a href=${part} target="_blank" rel="noopener noreferrer nofollow">${part}</a>` : part,
    );
}

/** The conversation: messages of both sides, internal notes, system lines. Emits `desk-earlier` for the messages before. */
@customElement('desk-thread')
export class TicketThread extends DeskElement {
  static override styles = [
    sheet,
    css`
      ol {
        display: grid;
        gap: 12px;
      }
      article {
        padding: 12px 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      .desk {
        background: color-mix(in oklab, var(--accent) 6%, var(--surface));
      }
      .internal {
        background: var(--tint-yellow);
        border-color: transparent;
        color: var(--on-yellow);
      }
      .internal a,
      .internal .quiet {
        color: inherit;
      }
      .by {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 4px 8px;
        margin-bottom: 4px;
        font-size: 0.8125rem;
        line-height: 20px;
      }
      .author {
        font-weight: 600;
      }
      .tag {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        font-weight: 600;
      }
      .text {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .files {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 8px;
      }
      .system {
        padding: 0 16px;
        text-align: center;
      }
      .fresh article {
        animation: arrive 1.6s ease-out;
      }
      @keyframes arrive {
        from {
          box-shadow: 0 0 0 3px color-mix(in oklab, var(--accent) 40%, transparent);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .fresh article {
          animation: none;
        }
      }
      .earlier {
        justify-self: center;
      }
    `,
  ];

  @property({ attribute: false }) messages: Message[] = [];
  @property() earlier: string | null = null;
  @property({ attribute: false }) files!: FileDoor;
  #known: Set<string> | null = null;
  #fresh = new Set<string>();

  override willUpdate(): void {
    const ids = this.messages.map(({ id }) => id);
    if (this.#known && ids.length <= this.#known.size + 20)
      this.#fresh = new Set(ids.filter((id) => !this.#known?.has(id)));
    if (ids.length > 0) this.#known = new Set(ids);
  }

  override render() {
    const words = this.words.thread;
    return html`${this.earlier ? html`<p class="earlier row"><button type="button" class="link" @click=${() => this.emit('desk-earlier')}>${words.earlier}</button></p>` : nothing}
      <ol aria-label=${words.title}>
        ${repeat(
          this.messages,
          ({ id }) => id,
          (message) =>
            html`<li class=${this.#fresh.has(message.id) ? 'fresh' : ''}>${message.side === 'system' ? this.#renderSystem(message) : this.#renderMessage(message)}</li>`,
        )}
      </ol>`;
  }

  #renderSystem(message: Message) {
    return html`<p class="system quiet small">${message.body} · <desk-when at=${message.at}></desk-when></p>`;
  }

  #renderMessage(message: Message) {
    const words = this.words.thread;
    const look = message.internal ? 'internal' : message.side;
    return html`<article class=${look} aria-label=${words.message(message.author, exact(message.at, this.language), message.internal)}>
      <div class="by">
        ${message.internal ? html`<span class="tag">${icon('lock', 14)}${words.internal}</span>` : nothing}
        <span class="author">${message.author}</span>
        ${message.mine ? html`<span class="quiet">${words.you}</span>` : nothing}
        <span class="quiet"><desk-when at=${message.at}></desk-when></span>
      </div>
      <div class="text">${withLinks(message.body)}</div>
      ${
        message.attachments.length === 0
          ? nothing
          : html`<div class="files">${message.attachments.map((file) => html`<desk-attachment .file=${file} .door=${this.files}></desk-attachment>`)}</div>`
      }
    </article>`;
  }
}

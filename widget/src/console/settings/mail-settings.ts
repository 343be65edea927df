import type { MailLogRow, MailPreview, MailState } from '@bookinda/contracts/notifications/mail-log';
import { listMails, readMail } from '@bookinda/contracts/notifications/routes';
import type { Colour } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../look/badge.js';
import type { Shape } from '../look/badge.js';
import { listStyles } from '../look/list.styles.js';
import { mailPreview } from '../look/mail-preview.js';
import { boneRows } from '../look/skeleton.js';
import { sheet } from '../look/styles.js';
import '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { refusalText, sayRefusal } from '../shell/toasts.js';
import { whenClosed } from '../shell/when-closed.js';

const looks: Record<MailState, { colour: Colour; shape: Shape }> = {
  waiting: { colour: 'blue', shape: 'clock' },
  sent: { colour: 'green', shape: 'tick' },
  failed: { colour: 'red', shape: 'alert' },
  unsubscribed: { colour: 'gray', shape: 'bar' },
  'no-address': { colour: 'amber', shape: 'ring' },
  'too-many': { colour: 'amber', shape: 'bar' },
  'too-old': { colour: 'amber', shape: 'clock' },
  bundled: { colour: 'gray', shape: 'tick' },
};
const states = Object.keys(looks) as MailState[];

/** NT-01, NT-02: what was mailed to whom, what failed and why, and how each mail looks. */
@customElement('desk-mail-settings')
export class MailSettings extends DeskElement {
  static override styles = [
    sheet,
    listStyles,
    css`
      .rows > li {
        grid-template-columns: 208px minmax(0, 1fr) minmax(0, 240px) 88px;
      }
      .time {
        text-align: end;
      }
      .error {
        grid-column: 2 / -1;
      }
      button.cover {
        all: unset;
        cursor: pointer;
        font-weight: 500;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        display: block;
      }
      button.cover::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      button.cover:focus-visible::after {
        outline: 2px solid var(--accent-text);
        outline-offset: -2px;
      }
      iframe {
        width: 100%;
        height: min(60dvh, 640px);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: #fff;
      }
      wa-dialog {
        --width: 760px;
      }
      @media (max-width: 719px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .subject {
          grid-column: 1 / -1;
          order: -1;
        }
        .to {
          grid-column: 1 / -1;
        }
        .error {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  @state() private filter: MailState | '' = '';
  @state() private rows: MailLogRow[] | null = null;
  @state() private next: string | null = null;
  @state() private preview: MailPreview | null = null;
  @state() private refusal = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.#read();
  }

  async #read(after?: string): Promise<void> {
    try {
      const page = await ask(listMails, {
        limit: 50,
        ...(this.filter ? { state: this.filter } : {}),
        ...(after ? { after } : {}),
      });
      this.rows = after ? [...(this.rows ?? []), ...page.items] : page.items;
      this.next = page.next;
      this.refusal = '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  #choose(filter: MailState | ''): void {
    this.filter = filter;
    this.rows = null;
    this.#read();
  }

  async #open(id: string): Promise<void> {
    await ask(readMail, undefined, { params: { id } }).then((preview) => (this.preview = preview), sayRefusal);
  }

  override render() {
    const { words } = this;
    return html`<div class="stack">
      <div class="filters" role="group" aria-label=${words.tickets.filters}>
        <button type="button" class="chip" aria-pressed=${this.filter === ''} @click=${() => this.#choose('')}>${words.tabs.all}</button>
        ${states.map((name) => html`<button type="button" class="chip" aria-pressed=${this.filter === name} @click=${() => this.#choose(name)}>${words.mail.states[name]}</button>`)}
      </div>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.rows ? this.#renderRows(this.rows) : this.refusal ? nothing : boneRows(6, words.common.loading)}
      ${this.preview ? this.#renderPreview(this.preview) : nothing}
    </div>`;
  }

  #renderRows(rows: MailLogRow[]) {
    const { words } = this;
    if (rows.length === 0)
      return html`<div class="card empty"><h2>${words.mail.none}</h2><p>${words.mail.noneHint}</p></div>`;
    return html`<ul class="card rows" aria-label=${words.settings.pages.mail}>
        ${rows.map(
          (row) => html`<li>
            <span><desk-badge colour=${looks[row.state].colour} shape=${looks[row.state].shape} label=${words.mail.states[row.state]}></desk-badge></span>
            <span class="subject cut"><button type="button" class="cover" @click=${() => this.#open(row.id)}>${row.subject}</button></span>
            <span class="to cut quiet small">${row.to}</span>
            <span class="time quiet small"><desk-when at=${row.sentAt ?? row.at}></desk-when></span>
            ${row.error ? html`<span class="error">${words.mail.attempts(row.attempts)} ${row.error}</span>` : nothing}
          </li>`,
        )}
      </ul>
      ${this.next ? html`<div class="more"><wa-button size="s" appearance="outlined" @click=${() => this.#read(this.next ?? undefined)}>${words.common.more}</wa-button></div>` : nothing}`;
  }

  #renderPreview(mail: MailPreview) {
    const { words } = this;
    return html`<wa-dialog open light-dismiss label=${mail.subject} @wa-after-hide=${whenClosed(() => {
      this.preview = null;
    })}>
      <div class="stack tight">
        <p class="quiet small">${words.mail.to(mail.to)} · <desk-when at=${mail.sentAt ?? mail.at}></desk-when> · <code>${mail.message}</code></p>
        ${mail.error ? html`<p class="notice bad">${mail.error}</p>` : nothing}
        ${
          mail.html
            ? html`<iframe sandbox="" title=${words.mail.preview} .srcdoc=${mailPreview(mail.html)}></iframe>
              <details><summary>${words.mail.asText}</summary><pre style="white-space:pre-wrap">${mail.text}</pre></details>`
            : html`<p class="notice">${words.mail.notKept}</p>`
        }
      </div>
    </wa-dialog>`;
  }
}

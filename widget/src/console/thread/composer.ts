import { limits } from '@bookinda/contracts/limits';
import { type Resolution, resolutions } from '@bookinda/contracts/support/ticket-lifecycle';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { icon } from '../look/icons.js';
import { sheet, tabStrip } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { keepDraft, readDraft } from './draft.js';
import './file-tray.js';
import { type FileTray, filesOf } from './file-tray.js';
import type { UploadDoor } from './upload.js';

export type ComposerTab = 'reply' | 'note';

/** What a person wants to send. `key` stays the same until it was sent or the words changed. */
export interface Outgoing {
  tab: ComposerTab;
  body: string;
  uploads: string[];
  resolve?: Resolution;
  /** Send although something newer arrived. */
  force?: boolean;
  key: string;
}

/**
 * Writes a message: to the requester, or an internal note. The owner sends it (`send`) and throws when refused. What goes
 * with a reply stands in the slot `with-reply`.
 */
@customElement('desk-composer')
export class Composer extends DeskElement {
  static override styles = [
    sheet,
    tabStrip,
    css`
      :host {
        background: var(--surface);
        border: 1px solid var(--strong);
        border-radius: var(--radius);
      }
      :host(:focus-within) {
        border-color: var(--accent-text);
        box-shadow: 0 0 0 1px var(--accent-text);
      }
      .tabs {
        padding-inline: 4px;
      }
      .tabs > * {
        min-height: 36px;
        padding-block: 6px;
      }
      .note {
        background: var(--tint-yellow);
        color: var(--on-yellow);
      }
      .note .tabs > * {
        color: inherit;
      }
      .note .tabs > [aria-selected='true'] {
        border-bottom-color: currentColor;
      }
      textarea {
        display: block;
        width: 100%;
        min-height: 96px;
        max-height: 50dvh;
        field-sizing: content;
        resize: vertical;
        padding: 12px 16px;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        outline: none;
      }
      textarea::placeholder {
        color: var(--quiet);
        opacity: 1;
      }
      .note textarea::placeholder {
        color: inherit;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        padding: 8px;
        border-top: 1px solid var(--line);
      }
      .dragged {
        outline: 2px dashed var(--accent);
        outline-offset: -4px;
      }
      .error {
        padding: 0 16px 8px;
      }
      @media (max-width: 719px) {
        textarea {
          min-height: 72px;
        }
      }
    `,
  ];

  /** Notes, and resolving with the reply, exist for the desk only. */
  @property({ type: Boolean }) desk = false;
  @property() draftKey = '';
  @property() sendLabel = '';
  /** Set where no public reply is possible (closed): only notes. */
  @property({ type: Boolean }) notesOnly = false;
  @property({ type: Boolean }) mayResolve = false;
  @property({ attribute: false }) uploads?: UploadDoor;
  @property({ attribute: false }) send!: (outgoing: Outgoing) => Promise<void>;
  @state() private tab: ComposerTab = 'reply';
  @state() private text = '';
  @state() private busy = false;
  @state() private waiting = false;
  @state() private dragged = false;
  @state() private error = '';
  @query('textarea') private area!: HTMLTextAreaElement;
  @query('desk-files') private tray!: FileTray;
  #key = newKey();
  #draftOf = '';
  #resolve?: Resolution;

  override willUpdate(): void {
    if (this.notesOnly) this.tab = 'note';
    const draft = `${this.draftKey}:${this.tab}`;
    if (draft === this.#draftOf) return;
    this.#draftOf = draft;
    this.text = readDraft(draft);
  }

  /** Puts the cursor into the field of `tab`. */
  async write(tab: ComposerTab): Promise<void> {
    if (this.desk && !this.notesOnly) this.tab = tab;
    await this.updateComplete;
    this.area.focus();
    this.area.scrollIntoView({ block: 'nearest' });
  }

  #type(): void {
    this.text = this.area.value;
    this.error = '';
    this.#key = newKey();
    keepDraft(this.#draftOf, this.text);
  }

  /** What is sent is another intent from now on. */
  renew(): void {
    this.error = '';
    this.#key = newKey();
  }

  #pressed(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.#send();
  }

  /** The same words once more, although something newer arrived; another request, so another key. */
  sendAnyway(): Promise<void> {
    this.#key = newKey();
    return this.#send(this.#resolve, true);
  }

  async #send(resolve?: Resolution, force = false): Promise<void> {
    const { words } = this;
    this.#resolve = resolve;
    if (this.busy) return;
    if (!this.text.trim()) return this.#refuse(words.composer.empty);
    if (this.tray.busy) return this.#refuse(words.composer.filesOnTheWay);
    this.busy = true;
    try {
      const uploads = await this.tray.takeUploads();
      if (!uploads) return this.#refuse(words.files.notAgain);
      await this.send({
        tab: this.tab,
        body: this.text.trim(),
        uploads,
        key: this.#key,
        ...(resolve ? { resolve } : {}),
        ...(force ? { force } : {}),
      });
      keepDraft(this.#draftOf, '');
      this.text = '';
      this.#key = newKey();
      this.tray.clear();
    } catch (error) {
      if (error instanceof Error && error.message) this.error = error.message;
    } finally {
      this.busy = false;
    }
  }

  #refuse(why: string): void {
    this.error = why;
    this.area.focus();
  }

  #take(event: ClipboardEvent | DragEvent): void {
    const files = filesOf('clipboardData' in event ? event.clipboardData : event.dataTransfer);
    this.dragged = false;
    if (files.length === 0) return;
    event.preventDefault();
    this.tray.add(files);
  }

  #drag(event: DragEvent, over: boolean): void {
    event.preventDefault();
    this.dragged = over;
  }

  #swap(event: KeyboardEvent): void {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    this.tab = this.tab === 'reply' ? 'note' : 'reply';
    this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus(),
    );
  }

  override render() {
    const words = this.words.composer;
    const label = this.tab === 'note' ? words.note : words.reply;
    return html`<div
      class="${this.tab} ${this.dragged ? 'dragged' : ''}"
      @paste=${this.#take} @drop=${this.#take} @dragover=${(event: DragEvent) => this.#drag(event, true)} @dragleave=${(event: DragEvent) => this.#drag(event, false)}
    >
      ${this.desk && !this.notesOnly ? this.#renderTabs() : nothing}
      <textarea
        aria-label=${label} rows="4" maxlength=${limits.message} placeholder=${this.tab === 'note' ? words.notePlaceholder : words.replyPlaceholder}
        aria-invalid=${this.error ? 'true' : 'false'} .value=${this.text} @input=${this.#type} @keydown=${this.#pressed}
      ></textarea>
      <div role="alert">${this.error ? html`<p class="error">${this.error}</p>` : nothing}</div>
      ${this.tab === 'reply' ? html`<slot name="with-reply" @desk-remedy=${this.renew}></slot>` : nothing}
      <div class="acts">
        <desk-files .door=${this.uploads} @desk-files-changed=${() => (this.waiting = this.tray.busy)}></desk-files>
        <span class="grow"></span>
        ${this.tab === 'note' ? this.#renderAddNote() : this.#renderSend()}
      </div>
    </div>`;
  }

  #renderTabs() {
    const words = this.words.composer;
    const tabs: [ComposerTab, string, string][] = [
      ['reply', words.reply, 'reply'],
      ['note', words.note, 'lock'],
    ];
    return html`<div class="tabs" role="tablist" aria-label=${words.kind} @keydown=${this.#swap}>
      ${tabs.map(
        ([
          tab,
          label,
          drawing,
        ]) => html`<button type="button" role="tab" aria-selected=${this.tab === tab} tabindex=${this.tab === tab ? 0 : -1} @click=${() => this.write(tab)}>
          ${icon(drawing === 'lock' ? 'lock' : 'reply', 16)}${label}
        </button>`,
      )}
    </div>`;
  }

  #renderAddNote() {
    return html`<wa-button size="s" variant="warning" ?loading=${this.busy} ?disabled=${this.waiting} @click=${() => this.#send()}>${this.words.composer.addNote}</wa-button>`;
  }

  #renderSend() {
    const words = this.words.composer;
    const resolve = (event: CustomEvent<{ item: { value: Resolution } }>) => this.#send(event.detail.item.value);
    return html`${
      this.desk && this.mayResolve
        ? html`<wa-dropdown size="s" placement="top-end" @wa-select=${resolve}>
            <wa-button slot="trigger" size="s" appearance="outlined" with-caret ?disabled=${this.busy || this.waiting}>${words.sendAndResolve}</wa-button>
            ${resolutions.map((resolution) => html`<wa-dropdown-item value=${resolution}>${this.words.resolutions[resolution]}</wa-dropdown-item>`)}
          </wa-dropdown>`
        : nothing
    }
      <wa-button size="s" variant="brand" title="Ctrl+Enter" ?loading=${this.busy} ?disabled=${this.waiting} @click=${() => this.#send()}>${this.sendLabel || words.sendReply}</wa-button>`;
  }
}

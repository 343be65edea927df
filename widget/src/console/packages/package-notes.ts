import { limits } from '@bookinda/contracts/limits';
import type { PackageNote } from '@bookinda/contracts/packages/package';
import { listNotes, noteOnPackage, pinNote } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/checkbox/checkbox.js';
import '@awesome.me/webawesome/dist/components/textarea/textarea.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { isDecided } from '../shell/desk-form.js';
import { errorHint, type FieldErrors, fieldErrors } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText, sayRefusal } from '../shell/toasts.js';

/** PK-15: what the next colleague should know; pinned notes stand on the card, the others are a click away. */
@customElement('desk-package-notes')
export class PackageNotes extends DeskElement {
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
        gap: 0 8px;
        padding: 8px 12px;
        border-radius: var(--radius);
        background: var(--tint-yellow);
        color: var(--on-yellow);
        font-size: 0.875rem;
        line-height: 20px;
      }
      ul {
        display: grid;
        gap: 8px;
      }
      .text {
        white-space: pre-line;
        overflow-wrap: anywhere;
      }
      .pin {
        color: inherit;
      }
      .pin[aria-pressed='true'] {
        background: color-mix(in oklab, currentColor 16%, transparent);
      }
    `,
  ];

  @property() packageId = '';
  @state() private notes: PackageNote[] | null = null;
  @state() private text = '';
  @state() private pinned = false;
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';
  @state() private busy = false;
  #key = newKey();

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('packageId')) this.#read();
  }

  async #read(): Promise<void> {
    try {
      this.notes = (await ask(listNotes, undefined, { params: { id: this.packageId } })).items;
      this.refusal = '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  async #add(): Promise<void> {
    const text = this.text.trim();
    if (this.busy) return;
    this.errors = text ? {} : { text: this.words.fields.required };
    if (!text) return this.renderRoot.querySelector<HTMLElement>('wa-textarea')?.focus();
    this.busy = true;
    try {
      await ask(
        noteOnPackage,
        { text, ...(this.pinned ? { pinned: true } : {}) },
        { params: { id: this.packageId }, idempotencyKey: this.#key },
      );
      this.#key = newKey();
      Object.assign(this, { text: '', pinned: false, refusal: '' });
      await this.#read();
    } catch (error) {
      if (isDecided(error)) this.#key = newKey();
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
    } finally {
      this.busy = false;
    }
  }

  async #pin({ id, pinned }: PackageNote): Promise<void> {
    await ask(pinNote, { pinned: !pinned }, { params: { id: this.packageId, nid: id } }).catch(sayRefusal);
    await this.#read();
  }

  override render() {
    const { words } = this;
    const notes = this.notes ?? [];
    const pinned = notes.filter((note) => note.pinned);
    const others = notes.filter((note) => !note.pinned);
    return html`<section class="stack tight" aria-label=${words.notes.title}>
      ${pinned.length > 0 ? html`<ul aria-label=${words.notes.pinned}>${pinned.map((note) => this.#renderNote(note))}</ul>` : nothing}
      <details>
        <summary>${words.notes.title}${notes.length > 0 ? ` (${notes.length})` : ''}</summary>
        <div class="stack tight">
          ${others.length > 0 ? html`<ul aria-label=${words.notes.title}>${others.map((note) => this.#renderNote(note))}</ul>` : nothing}
          ${this.notes?.length === 0 ? html`<p class="quiet small">${words.notes.none} ${words.notes.hint}</p>` : nothing}
          <wa-textarea size="s" rows="2" resize="auto" label=${words.notes.text} maxlength=${limits.note} .value=${this.text} @input=${(event: Event) => (this.text = (event.target as HTMLTextAreaElement).value)}>${errorHint(this.errors, 'text')}</wa-textarea>
          <div class="row">
            <wa-button size="s" appearance="outlined" ?loading=${this.busy} @click=${this.#add}>${words.notes.add}</wa-button>
            <wa-checkbox size="s" .checked=${this.pinned} @change=${(event: Event) => (this.pinned = (event.target as HTMLInputElement).checked)}>${words.notes.pinOnAdd}</wa-checkbox>
          </div>
        </div>
      </details>
      <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>
    </section>`;
  }

  #renderNote(note: PackageNote) {
    const { words } = this;
    const label = note.pinned ? words.notes.unpin(note.author) : words.notes.pin(note.author);
    return html`<li>
      <span><span class="text">${note.text}</span><br /><span class="small">${note.author} · <desk-when at=${note.at}></desk-when></span></span>
      <button type="button" class="plain pin" aria-pressed=${note.pinned} aria-label=${label} title=${label} @click=${() => this.#pin(note)}>${icon('pin', 16)}</button>
    </li>`;
  }
}

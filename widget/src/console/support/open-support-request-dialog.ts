import { limits } from '@bookinda/contracts/limits';
import { openSupportRequest, uploadSupportFile } from '@bookinda/contracts/support/routes';
import { localized } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/textarea/textarea.js';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { isDecided } from '../shell/desk-form.js';
import { errorHint, type FieldErrors, fieldErrors, missing } from '../shell/field-errors.js';
import { ask, here, knowSupportDesk, noticeProblem, sessionHeaders } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { draftKeyOf, keepDraft, readDraft } from '../thread/draft.js';
import '../thread/file-tray.js';
import { whenClosed } from '../shell/when-closed.js';
import { type FileTray, filesOf } from '../thread/file-tray.js';
import { usualAnswer } from './usual-answer.js';

const uploads = { route: uploadSupportFile, headers: sessionHeaders, refused: noticeProblem };

/** BS-06: a new ticket of the salon to the platform, or the follow-up of a closed one. */
@customElement('desk-open-support-request')
export class OpenSupportRequestDialog extends DeskElement {
  static override styles = [
    sheet,
    css`
      wa-dialog {
        --width: 560px;
      }
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      legend {
        padding: 0 0 8px;
        font-weight: 500;
        font-size: 0.875rem;
      }
      label {
        position: relative;
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-height: 36px;
        padding: 4px 12px;
        border: 1px solid var(--strong);
        border-radius: 18px;
        cursor: pointer;
        font-size: 0.875rem;
      }
      label::before {
        content: '';
        width: 10px;
        height: 10px;
        border-radius: 3px;
        background: var(--ink);
      }
      label:has(:checked) {
        background: var(--ground);
        color: var(--ink);
        border-color: currentColor;
        font-weight: 600;
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--accent-text);
        outline-offset: 2px;
      }
      input[type='radio'] {
        position: absolute;
        opacity: 0;
      }
    `,
  ];

  @property({ attribute: false }) followUpOf: { id: string; number: string; subject: string; category: string } | null =
    null;
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';
  @state() private busy = false;
  @state() private type = '';
  @query('desk-files') private tray!: FileTray;
  #key = newKey();

  override connectedCallback(): void {
    super.connectedCallback();
    this.type = this.followUpOf?.category ?? '';
    knowSupportDesk();
  }

  get #draftKey(): string {
    return draftKeyOf(this.session, 'support-new');
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<string, string>;
    const { subject = '', description = '' } = values;
    this.errors = missing({ type: this.type, subject, description });
    if (Object.keys(this.errors).length > 0) return this.#focusError();
    if (this.tray.busy) {
      this.refusal = this.words.composer.filesOnTheWay;
      return;
    }
    if (this.busy) return;
    this.busy = true;
    this.refusal = '';
    try {
      const uploads = await this.tray.takeUploads();
      if (!uploads) {
        this.refusal = this.words.files.notAgain;
        return;
      }
      const more = {
        ...(uploads.length > 0 ? { uploads } : {}),
        ...(this.followUpOf ? { followUpOf: this.followUpOf.id } : {}),
      };
      const receipt = await ask(
        openSupportRequest,
        { type: this.type, subject, description, ...more },
        { idempotencyKey: this.#key },
      );
      keepDraft(this.#draftKey, '');
      say(this.words.own.opened(receipt.number));
      this.emit('desk-close');
      this.emit('desk-opened', receipt.id);
    } catch (error) {
      if (isDecided(error)) this.#key = newKey();
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
      else this.#focusError();
    } finally {
      this.busy = false;
    }
  }

  #focusError(): void {
    this.renderRoot.querySelector<HTMLElement>(`[name="${Object.keys(this.errors)[0]}"]`)?.focus();
  }

  #take(event: ClipboardEvent | DragEvent): void {
    const files = filesOf('clipboardData' in event ? event.clipboardData : event.dataTransfer);
    if (files.length === 0) return;
    event.preventDefault();
    this.tray.add(files);
  }

  override render() {
    const { words } = this;
    const title = this.followUpOf ? words.own.followUpTitle(this.followUpOf.number) : words.own.newTitle;
    return html`<wa-dialog label=${title} open @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      <form class="stack" novalidate @submit=${this.#submit} @paste=${this.#take} @drop=${this.#take} @dragover=${(event: Event) => event.preventDefault()}>
        <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
        ${this.#renderCategories()}
        <wa-input size="s" name="subject" label=${words.ticket.subject} maxlength=${limits.subject} required value=${this.followUpOf?.subject ?? ''}>${errorHint(this.errors, 'subject')}</wa-input>
        <wa-textarea
          size="s" name="description" label=${words.own.description} rows="6" resize="auto" maxlength=${limits.description} required
          value=${readDraft(this.#draftKey)} @input=${(event: Event) => keepDraft(this.#draftKey, (event.target as HTMLTextAreaElement).value)}
        >${errorHint(this.errors, 'description')}</wa-textarea>
        <div class="row"><desk-files .door=${uploads}></desk-files></div>
      </form>
      <span slot="footer" class="grow quiet small">${here.supportDesk ? usualAnswer(here.supportDesk.usualAnswer, words) : nothing}</span>
      <wa-button slot="footer" size="s" appearance="plain" @click=${() => this.emit('desk-close')}>${words.common.cancel}</wa-button>
      <wa-button slot="footer" size="s" variant="brand" ?loading=${this.busy} @click=${() => this.renderRoot.querySelector('form')?.requestSubmit()}>${words.own.send}</wa-button>
    </wa-dialog>`;
  }

  #renderCategories() {
    const { words, language } = this;
    return html`<fieldset>
      <legend>${words.tickets.category}</legend>
      ${(here.supportDesk?.categories ?? []).map(
        ({ code, label, colour }) => html`<label style="--ground:var(--tint-${colour});--ink:var(--on-${colour})">
          <input type="radio" name="type" value=${code} .checked=${this.type === code} @change=${() => (this.type = code)} />${localized(label, language)}
        </label>`,
      )}
      ${this.errors.type ? html`<p class="error" style="flex-basis:100%">${this.errors.type}</p>` : nothing}
    </fieldset>`;
  }
}

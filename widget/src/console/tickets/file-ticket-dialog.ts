import type { Customer } from '@bookinda/contracts/customers/customer';
import { listCustomers } from '@bookinda/contracts/customers/routes';
import { limits } from '@bookinda/contracts/limits';
import { fileTicket, uploadDeskFile } from '@bookinda/contracts/support/routes';
import { localized } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import '@awesome.me/webawesome/dist/components/textarea/textarea.js';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { isDecided } from '../shell/desk-form.js';
import { errorHint, type FieldErrors, fieldErrors, missing } from '../shell/field-errors.js';
import { ask, here, knowDesk, noticeProblem, sessionHeaders } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { refusalText } from '../shell/toasts.js';
import '../thread/file-tray.js';
import { whenClosed } from '../shell/when-closed.js';
import { type FileTray, filesOf } from '../thread/file-tray.js';

const uploads = { route: uploadDeskFile, headers: sessionHeaders, refused: noticeProblem };

/** The desk files a ticket for someone who called or came by: a known customer, or a name and an address. */
@customElement('desk-file-ticket')
export class FileTicketDialog extends DeskElement {
  static override styles = [
    sheet,
    css`
      wa-dialog {
        --width: 560px;
      }
      .found button {
        width: 100%;
        justify-content: flex-start;
      }
    `,
  ];

  @property({ attribute: false }) customer: Pick<Customer, 'id' | 'name' | 'email'> | null = null;
  @state() private found: Customer[] = [];
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';
  @state() private busy = false;
  @query('desk-files') private tray!: FileTray;
  #key = newKey();
  #search = gathered(() => this.#find(), 200);
  #typed = '';

  override connectedCallback(): void {
    super.connectedCallback();
    knowDesk();
  }

  async #find(): Promise<void> {
    const q = this.#typed.trim();
    this.found =
      q.length < 2
        ? []
        : await ask(listCustomers, { q, limit: 5 }).then(
            ({ items }) => items,
            () => [],
          );
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<string, string>;
    const { type = '', subject = '', description = '', name = '', email = '' } = values;
    this.errors = missing({ type, subject, description, ...(this.customer ? {} : { email }) });
    if (Object.keys(this.errors).length > 0) return this.#focusError();
    if (this.tray.busy) {
      this.refusal = this.words.composer.filesOnTheWay;
      return;
    }
    const who = this.customer ? { customer: this.customer.id } : { email, ...(name ? { name } : {}) };
    if (this.busy) return;
    this.busy = true;
    this.refusal = '';
    try {
      const uploads = await this.tray.takeUploads();
      if (!uploads) {
        this.refusal = this.words.files.notAgain;
        return;
      }
      const files = uploads.length > 0 ? { uploads } : {};
      const receipt = await ask(
        fileTicket,
        { type, subject, description, ...who, ...files },
        { idempotencyKey: this.#key },
      );
      this.emit('desk-close');
      this.emit('desk-filed', receipt.id);
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
    const { words, language } = this;
    return html`<wa-dialog label=${words.fileTicket.title} open @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      <form class="stack" id="file" novalidate @submit=${this.#submit} @paste=${this.#take} @drop=${this.#take} @dragover=${(event: Event) => event.preventDefault()}>
        <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
        ${this.customer ? this.#renderCustomer(this.customer) : this.#renderWho()}
        <wa-select size="s" name="type" label=${words.tickets.category} value=${here.desk?.categories.at(-1)?.code ?? ''}>
          ${(here.desk?.categories ?? []).map(({ code, label }) => html`<wa-option value=${code}>${localized(label, language)}</wa-option>`)}
          ${errorHint(this.errors, 'type')}
        </wa-select>
        <wa-input size="s" name="subject" label=${words.ticket.subject} maxlength=${limits.subject} required>${errorHint(this.errors, 'subject')}</wa-input>
        <wa-textarea size="s" name="description" label=${words.fileTicket.description} rows="5" resize="auto" maxlength=${limits.description} required>${errorHint(this.errors, 'description')}</wa-textarea>
        <div class="row"><desk-files .door=${uploads}></desk-files></div>
      </form>
      <wa-button slot="footer" size="s" appearance="plain" @click=${() => this.emit('desk-close')}>${words.common.cancel}</wa-button>
      <wa-button slot="footer" size="s" variant="brand" ?loading=${this.busy} @click=${() => this.renderRoot.querySelector('form')?.requestSubmit()}>${words.fileTicket.file}</wa-button>
    </wa-dialog>`;
  }

  #renderCustomer(customer: Pick<Customer, 'name' | 'email'>) {
    return html`<div class="spread notice"><span>${this.words.fileTicket.for(customer.name)} ${customer.email ?? ''}</span>
      <button type="button" class="link" @click=${() => (this.customer = null)}>${this.words.common.change}</button></div>`;
  }

  #renderWho() {
    const { words } = this;
    const type = (event: InputEvent) => {
      this.#typed = (event.target as HTMLInputElement).value;
      this.#search();
    };
    return html`<wa-input size="s" label=${words.fileTicket.customer} placeholder=${words.fileTicket.customerHint} @input=${type}></wa-input>
      ${
        this.found.length === 0
          ? nothing
          : html`<ul class="found card" aria-label=${words.fileTicket.found}>
            ${this.found.map((customer) => html`<li><button type="button" class="plain" @click=${() => (this.customer = customer)}>${customer.name} <span class="quiet small">${customer.email ?? ''}</span></button></li>`)}
          </ul>`
      }
      <wa-input size="s" type="email" name="email" label=${words.fileTicket.email}>${errorHint(this.errors, 'email')}</wa-input>
      <wa-input size="s" name="name" label=${words.fileTicket.name}>${errorHint(this.errors, 'name')}</wa-input>`;
  }
}

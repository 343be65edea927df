import { acceptedMediaTypes, limits } from '@bookinda/contracts/limits';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ProblemError } from '../../platform/problem-error.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { refusalText } from '../shell/toasts.js';
import { fileSize } from './file-size.js';
import { type UploadDoor, uploadFile } from './upload.js';

interface Pending {
  file: File;
  part: number;
  upload: string | null;
  /** Milliseconds since 1970 when it arrived. */
  at: number;
  refusal: string;
  /** The same file may arrive another time. */
  again: boolean;
  stop: AbortController;
}

/** Files of a paste or drop; a pasted screenshot gets a name that tells when it was taken. */
export function filesOf(transfer: DataTransfer | null): File[] {
  return [...(transfer?.files ?? [])].map((file) => {
    if (file.name !== 'image.png') return file;
    const time = new Date().toTimeString().slice(0, 8).replaceAll(':', '');
    return new File([file], `screenshot-${time}.png`, { type: file.type });
  });
}

/** The server keeps an upload for an hour, unless a message takes it. */
const keptMs = 55 * 60_000;

/** Files on their way to the server: picked, pasted or dropped, each with its progress. */
@customElement('desk-files')
export class FileTray extends DeskElement {
  static override styles = [
    sheet,
    css`
      :host {
        display: contents;
      }
      ul {
        flex-basis: 100%;
        display: grid;
        gap: 4px;
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto auto;
        align-items: center;
        gap: 8px;
        padding: 2px 2px 2px 8px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        font-size: 0.8125rem;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      progress {
        width: 72px;
        height: 6px;
        accent-color: var(--accent);
      }
      .error {
        grid-column: 2 / -1;
      }
    `,
  ];

  @property({ attribute: false }) door?: UploadDoor;
  @state() private files: Pending[] = [];

  /**
   * Ids of the files that have arrived, for the message that takes them. What the server may have forgotten is uploaded
   * once more; null when that failed: the file's row says why.
   */
  async takeUploads(): Promise<string[] | null> {
    const old = this.files.filter(({ upload, at }) => upload && Date.now() - at > keptMs);
    for (const pending of old) pending.upload = null;
    if (this.door) for (const pending of old) await this.#upload(this.door, pending);
    if (old.length > 0) this.#changed();
    return old.some(({ upload }) => !upload) ? null : this.files.flatMap(({ upload }) => upload ?? []);
  }

  get busy(): boolean {
    return this.files.some(({ upload, refusal }) => !upload && !refusal);
  }

  add(files: File[]): void {
    const room = limits.files.perMessage - this.files.length;
    for (const file of files.slice(0, room)) this.#send(file);
  }

  clear(): void {
    for (const { stop } of this.files) stop.abort();
    this.files = [];
    this.#changed();
  }

  #changed(): void {
    this.files = [...this.files];
    this.emit('desk-files-changed');
  }

  async #send(file: File): Promise<void> {
    if (!this.door) return;
    const pending: Pending = {
      file,
      part: 0,
      upload: null,
      at: 0,
      refusal: '',
      again: false,
      stop: new AbortController(),
    };
    this.files = [...this.files, pending];
    this.#changed();
    if (file.size > limits.files.bytes)
      pending.refusal = this.words.files.tooLarge(fileSize(limits.files.bytes, this.language));
    else await this.#upload(this.door, pending);
    this.#changed();
  }

  async #upload(door: UploadDoor, pending: Pending): Promise<void> {
    const tell = (part: number) => {
      pending.part = part;
      this.#changed();
    };
    try {
      pending.upload = (await uploadFile(door, pending.file, tell, pending.stop.signal)).id;
      pending.at = Date.now();
    } catch (error) {
      pending.refusal = refusalText(error);
      pending.again = error instanceof ProblemError && (error.retryable || error.status < 413);
      door.refused?.(error);
    }
  }

  /** The cause may be gone: the network is back, the person has signed in again. */
  async #again(pending: Pending): Promise<void> {
    if (!this.door) return;
    Object.assign(pending, { refusal: '', again: false, part: 0 });
    this.#changed();
    await this.#upload(this.door, pending);
    this.#changed();
  }

  #drop(pending: Pending): void {
    pending.stop.abort();
    this.files = this.files.filter((other) => other !== pending);
    this.#changed();
  }

  #pick(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.add([...(input.files ?? [])]);
    input.value = '';
  }

  override render() {
    const words = this.words.files;
    return html`<input class="visually-hidden" type="file" multiple tabindex="-1" aria-label=${words.choose} accept=${acceptedMediaTypes.join(',')} @change=${this.#pick} />
      <button type="button" class="plain" title=${words.hint} @click=${() => this.renderRoot.querySelector('input')?.click()}>${icon('clip')}<span>${words.attach}</span></button>
      ${this.files.length === 0 ? nothing : html`<ul aria-label=${words.list}>${this.files.map((pending) => this.#renderFile(pending))}</ul>`}`;
  }

  #renderFile(pending: Pending) {
    const { words } = this;
    const { file, part, upload, refusal } = pending;
    return html`<li>
      ${icon(upload ? 'check' : refusal ? 'warning' : 'file', 16)}
      <span class="name">${file.name}</span>
      ${
        upload || refusal
          ? html`<span class="quiet number">${fileSize(file.size, this.language)}</span>`
          : html`<progress max="1" value=${part} aria-label=${words.files.progress(file.name)}></progress>`
      }
      <button type="button" class="plain" aria-label=${words.files.remove(file.name)} @click=${() => this.#drop(pending)}>${icon('close', 16)}</button>
      ${refusal ? html`<span class="error" role="alert">${refusal} ${pending.again ? html`<button type="button" class="link" @click=${() => this.#again(pending)}>${words.common.tryAgain}</button>` : nothing}</span>` : nothing}
    </li>`;
  }
}

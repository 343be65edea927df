import type { Attachment } from '@bookinda/contracts/support/ticket';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { sayRefusal } from '../shell/toasts.js';
import { fileSize } from './file-size.js';

/** How files are read: by address (the cookie opens it), or by a call where a header must open it. */
export type FileDoor = { address: (id: string) => string } | { read: (id: string) => Promise<Blob> };

/** One file of a message: images as thumbnails, all as downloads. */
@customElement('desk-attachment')
export class AttachmentView extends DeskElement {
  static override styles = [
    sheet,
    css`
      :host {
        display: inline-block;
        max-width: 100%;
      }
      a,
      button {
        appearance: none;
        font: inherit;
        font-size: 0.8125rem;
        cursor: pointer;
        display: inline-flex;
        align-items: center;
        gap: 8px;
        max-width: 100%;
        min-height: 32px;
        padding: 4px 8px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        text-decoration: none;
      }
      a:hover,
      button:hover {
        background: var(--hover);
      }
      .picture {
        flex-direction: column;
        align-items: flex-start;
        padding: 4px;
      }
      img {
        display: block;
        width: 176px;
        max-width: 100%;
        height: 112px;
        object-fit: cover;
        border-radius: 4px;
        background: var(--hover);
      }
      .name {
        max-width: 176px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) file!: Attachment;
  @property({ attribute: false }) door!: FileDoor;
  @state() private picture = '';

  get #isPicture(): boolean {
    return this.file.mediaType.startsWith('image/');
  }

  override firstUpdated(): void {
    if (this.#isPicture && 'read' in this.door)
      this.door.read(this.file.id).then(
        (blob) => (this.picture = URL.createObjectURL(blob)),
        () => undefined,
      );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.picture) URL.revokeObjectURL(this.picture);
  }

  async #download(): Promise<void> {
    if (!('read' in this.door)) return;
    try {
      const address = URL.createObjectURL(await this.door.read(this.file.id));
      Object.assign(document.createElement('a'), { href: address, download: this.file.name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch (error) {
      sayRefusal(error);
    }
  }

  override render() {
    const { name, size } = this.file;
    const address = 'address' in this.door ? this.door.address(this.file.id) : this.picture;
    const picture = this.#isPicture && address ? html`<img src=${address} alt="" loading="lazy" />` : nothing;
    const label = html`${picture}<span class="row">${picture === nothing ? icon('file', 16) : nothing}<span class="name">${name}</span><span class="quiet number">${fileSize(size, this.language)}</span></span>`;
    const look = picture === nothing ? '' : 'picture';
    if ('address' in this.door)
      return html`<a class=${look} href=${address} download=${name} aria-label=${this.words.files.download(`${name} ${fileSize(size, this.language)}`)}>${label}</a>`;
    return html`<button type="button" class=${look} aria-label=${this.words.files.download(`${name} ${fileSize(size, this.language)}`)} @click=${this.#download}>${label}</button>`;
  }
}

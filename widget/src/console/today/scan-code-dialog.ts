import { readCode } from '@bookinda/contracts/customers/customer-code';
import { limits } from '@bookinda/contracts/limits';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { whenClosed } from '../shell/when-closed.js';
import { type CodeReader, codeReader } from './code-reader.js';

/** A look at the picture so often: reading one takes a few hundredths of a second. */
const lookEveryMs = 150;

/** PK-07: reads the customer's code by the camera, or lets it be typed. Emits `desk-code` with the code. */
@customElement('desk-scan-code')
export class ScanCodeDialog extends DeskElement {
  static override styles = [
    sheet,
    css`
      video {
        width: 100%;
        aspect-ratio: 4 / 3;
        object-fit: cover;
        border-radius: var(--radius);
        background: #000;
      }
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 8px;
        align-items: end;
      }
    `,
  ];

  @state() private camera: 'waiting' | 'on' | 'none' = 'waiting';
  @state() private typed = '';
  @state() private wrong = false;
  @query('video') private video!: HTMLVideoElement | null;
  #stream?: MediaStream;
  #timer = 0;
  #gone = false;

  override firstUpdated(): void {
    this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#gone = true;
    clearTimeout(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
  }

  async #watch(): Promise<void> {
    try {
      const wanted = { video: { facingMode: 'environment', width: { ideal: 1280 } } };
      const [stream, read] = await Promise.all([navigator.mediaDevices.getUserMedia(wanted), codeReader()]);
      this.#stream = stream;
      if (this.#gone || !this.video) return this.disconnectedCallback();
      this.video.srcObject = stream;
      await this.video.play();
      this.camera = 'on';
      this.#look(read, this.video);
    } catch {
      // No camera, not allowed, or not a secure page: the code can still be typed.
      this.camera = 'none';
    }
  }

  /** What is no code of ours, a poster behind her, is looked past. */
  async #look(read: CodeReader, video: HTMLVideoElement): Promise<void> {
    const code = readCode((await read(video).catch(() => null)) ?? '');
    if (this.#gone) return;
    if (code) this.emit('desk-code', code);
    else this.#timer = window.setTimeout(() => this.#look(read, video), lookEveryMs);
  }

  #open(event: Event): void {
    event.preventDefault();
    const code = readCode(this.typed);
    this.wrong = !code;
    if (code) this.emit('desk-code', code);
  }

  override render() {
    const { words, camera } = this;
    return html`<wa-dialog open label=${words.scan.title} @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      <div class="stack">
        <video ?hidden=${camera === 'none'} muted playsinline aria-label=${words.scan.video}></video>
        <p class="small" role="status">${camera === 'on' ? words.scan.hint : camera === 'waiting' ? words.scan.waiting : words.scan.noCamera}</p>
        <form novalidate @submit=${this.#open}>
          <wa-input size="s" autofocus autocomplete="off" label=${words.scan.code} maxlength=${limits.customerCode} .value=${this.typed} @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value)}>
            ${this.wrong ? html`<span slot="hint" class="error" role="alert">${words.scan.wrong}</span>` : nothing}
          </wa-input>
          <wa-button size="s" type="submit" variant="brand">${words.scan.open}</wa-button>
        </form>
      </div>
    </wa-dialog>`;
  }
}

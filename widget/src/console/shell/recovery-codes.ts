import '@awesome.me/webawesome/dist/components/button/button.js';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from './desk-element.js';

/** Recovery codes, shown this once: to copy, save or print. Emits `desk-kept`. */
@customElement('desk-recovery-codes')
export class RecoveryCodesCard extends DeskElement {
  static override styles = [
    sheet,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      ol {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(200px, 1fr));
        gap: 4px 16px;
        margin: 0;
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--page);
        list-style: none;
        font: 0.875rem/24px var(--mono);
      }
      .row {
        flex-wrap: wrap;
      }
    `,
  ];

  @property({ attribute: false }) codes: string[] = [];
  @state() private copied = false;

  get #text(): string {
    return `${this.words.signIn.product} · ${this.session.person.email}\n${this.words.recovery.title}\n\n${this.codes.join('\n')}\n`;
  }

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(this.#text).catch(() => undefined);
    this.copied = true;
  }

  #download(): void {
    const url = URL.createObjectURL(new Blob([this.#text], { type: 'text/plain' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: this.words.recovery.file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  /** A frame of its own holds the codes alone: the console around them is not printed. */
  #print(): void {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    document.body.append(frame);
    const { contentDocument: page, contentWindow: opened } = frame;
    if (!page || !opened) return;
    const text = page.createElement('pre');
    text.style.font = '14px/1.8 monospace';
    text.textContent = this.#text;
    page.body.append(text);
    opened.addEventListener('afterprint', () => frame.remove());
    opened.print();
  }

  override render() {
    const words = this.words.recovery;
    return html`<h3>${words.title}</h3>
      <p class="notice warn">${words.once}</p>
      <ol aria-label=${words.title}>${this.codes.map((code) => html`<li>${code}</li>`)}</ol>
      <div class="row">
        <wa-button size="s" appearance="outlined" @click=${this.#copy}><span role="status">${this.copied ? this.words.common.copied : words.copy}</span></wa-button>
        <wa-button size="s" appearance="outlined" @click=${this.#download}>${words.download}</wa-button>
        <wa-button size="s" appearance="outlined" @click=${this.#print}>${words.print}</wa-button>
        <wa-button size="s" variant="brand" @click=${() => this.emit('desk-kept')}>${words.saved}</wa-button>
      </div>`;
  }
}

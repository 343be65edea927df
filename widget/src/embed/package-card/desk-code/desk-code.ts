import type { CustomerCode } from '@bookinda/contracts/customers/customer-code';
import type { CardLater } from '../card-later.js';

const css = String.raw;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css`
  [part='code'] {
    margin-block-start: var(--s);
    justify-items: center;
    text-align: center;
  }
  [part='code-drawing'] {
    inline-size: min(100%, 13em);
    aspect-ratio: 1;
    background: #fff;
    border-radius: var(--bookinda-radius, 0.5em);
  }
  [part='code-text'] {
    font-family: ui-monospace, monospace;
    font-size: 1.35em;
    font-weight: 600;
    letter-spacing: 0.08em;
    direction: ltr;
  }
`);

const en = {
  deskHint: 'Show this at the desk. It changes by itself every quarter of an hour.',
  drawing: 'Your code as a QR code',
  noCode: 'The code could not be loaded. Please try again.',
};
const hu = {
  deskHint: 'Mutassa meg a recepción. Negyedóránként magától megváltozik.',
  drawing: 'Az Ön kódja QR-kódként',
  noCode: 'A kódot nem sikerült betölteni. Próbálja újra.',
} satisfies DeskCodeWords;

export type DeskCodeWords = typeof en;

/** With less than this to go it is asked for again. */
const renewBeforeMs = 60_000;

/** PK-07: the code that opens her packages at the salon's desk, drawn for a scanner and written for a keyboard. */
export class DeskCode {
  shown = false;
  private code?: CustomerCode;
  private failed = false;
  private timer?: ReturnType<typeof setTimeout>;

  constructor(private readonly later: CardLater) {
    const { adoptedStyleSheets } = later.card.shadowRoot!;
    if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
  }

  async toggle(): Promise<void> {
    this.shown = !this.shown;
    clearTimeout(this.timer);
    if (this.shown) await this.read();
  }

  /** Again before it is over, as long as somebody looks at it. */
  private async read(): Promise<void> {
    const { card, source } = this.later;
    if (!this.shown || !card.isConnected) return;
    try {
      this.code = await source.deskCode();
      this.failed = false;
      const left = Date.parse(this.code.validUntil) - Date.now() - renewBeforeMs;
      this.timer = setTimeout(() => void this.read(), Math.max(left, 10_000));
    } catch {
      this.failed = true;
      this.code = undefined;
    }
    card.requestUpdate();
  }

  view() {
    const { code, failed, shown } = this;
    const { card, kit } = this.later;
    const { html, nothing } = kit;
    if (!shown) return nothing;
    const words: DeskCodeWords = { ...(card.language.startsWith('hu') ? hu : en), ...card.messages };
    if (failed) return html`<div part="error">${words.noCode}</div>`;
    if (!code) return html`<div part="code" aria-busy="true"></div>`;
    const { size, path } = code.drawing;
    return html`<div part="code" class="stack" role="status">
      <svg part="code-drawing" role="img" aria-label=${words.drawing} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d=${path} fill="#000"></path></svg>
      <p part="code-text">${code.code.slice(0, 5)} ${code.code.slice(5)}</p>
      <p class="muted">${words.deskHint}</p>
    </div>`;
  }
}

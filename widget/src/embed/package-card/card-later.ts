import { onePressOneAct } from '../../platform/one-press.js';
import { announce } from '../announce.js';
import type { Words } from '../embed-element.js';
import type { Kit } from './card-view.js';
import type { DeskCode } from './desk-code/desk-code.js';
import type { OwnHistory } from './history/own-history.js';
import type { LivePackages } from './live-packages.js';
import type { PackageCard } from './package-card.js';
import type { CardWords } from './words.en.js';

const css = String.raw;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css`
  .own {
    margin-block-start: var(--s);
  }
  .small {
    min-block-size: 2.25em;
    padding: 0 0.9em;
    font-size: 0.9em;
  }
  .small[aria-expanded]::after {
    content: '';
    display: inline-block;
    margin-inline-start: 0.6em;
    border: 0.32em solid #0000;
    border-block: 0.45em solid;
    border-block-end: 0;
  }
  .small[aria-expanded]::after {
    border-inline-color: #0000;
  }
  .small[aria-expanded='true']::after {
    rotate: 180deg;
  }
`);

/** The only words needed before a press; beside the code, because the first render waits for a language of its own. */
const en = { history: 'History', renew: 'Renew', statement: 'Statement', pass: 'Show my code' };
const hu = {
  history: 'Előzmények',
  renew: 'Megújítás',
  statement: 'Kimutatás',
  pass: 'Kódom mutatása',
} satisfies ActWords;

export type ActWords = typeof en;

/** PK-16, PK-19, PK-21: what a signed-in customer may ask of her package; all but the buttons is loaded when she does. */
export class CardLater {
  readonly announce = announce;
  private history?: OwnHistory;
  private desk?: DeskCode;
  private lost?: () => void;
  /** Why an act came to nothing. */
  private notice = '';

  constructor(
    readonly card: PackageCard,
    readonly kit: Kit,
    readonly source: LivePackages,
  ) {
    const { adoptedStyleSheets } = card.shadowRoot!;
    if (adoptedStyleSheets.includes(sheet)) return;
    adoptedStyleSheets.push(sheet);
    onePressOneAct(card.shadowRoot!);
  }

  /** The buttons below a full card that was fetched. */
  actions() {
    const { card, kit, history } = this;
    const { html, nothing } = kit;
    if (this.silent) return nothing;
    const words: ActWords = { ...(card.language.startsWith('hu') ? hu : en), ...card.messages };
    const button = (name: keyof ActWords, act: () => void, expanded?: boolean) => {
      const pressed = () => card.fire('action', { action: name, package: card.card }, true) && act();
      return html`<button type="button" class="quiet small" part="action action-${name}" data-own=${name} aria-expanded=${expanded ?? nothing} @click=${pressed}>${words[name]}</button>`;
    };
    const renewable = card.card!.status !== 'cancelled' && !history?.renewal?.ticket;
    return html`<div class="row own">
      ${button('history', () => this.after((found) => found.toggle()), !!history?.shown)}
      ${renewable ? button('renew', () => this.after((found) => found.renew()), !!history?.renewal?.shown) : nothing}
      ${button('statement', () => this.print())}
      ${card.card!.status === 'active' ? button('pass', () => void this.pass(), !!this.desk?.shown) : nothing}
    </div>`;
  }

  /** What she opened. */
  below() {
    const { card, kit, history, lost, notice } = this;
    const { html, nothing } = kit;
    if (this.silent) return nothing;
    if (!lost)
      return html`${notice ? html`<div part="error">${notice}</div>` : nothing}${this.desk?.view() ?? nothing}${history?.view()}`;
    return html`<div part="error" class="row between">${card.words.error}<button type="button" class="quiet small" part="retry" @click=${lost}>${card.words.retry}</button></div>`;
  }

  /** The package changed: an open history shows it. */
  moved(): void {
    void this.history?.refresh();
  }

  /** Texts in the card's language, under what the page replaced; to be asked again when the language changed. */
  async spoken<W extends Words>(english: W, hungarian: () => Promise<{ default: W }>): Promise<CardWords & W> {
    const { card } = this;
    const found = card.language.startsWith('hu') ? (await hungarian()).default : english;
    return { ...card.words, ...found, ...card.messages };
  }

  // A package given by the page was not fetched, and a summary is brief.
  private get silent(): boolean {
    return !!this.card.package || this.card.view === 'summary';
  }

  /** PK-07: the code she shows at the desk. */
  private async pass(): Promise<void> {
    this.lost = undefined;
    try {
      const { DeskCode } = await import('./desk-code/desk-code.js');
      this.desk ??= new DeskCode(this);
      await this.desk.toggle();
    } catch {
      this.lost = () => void this.pass();
    }
    this.card.requestUpdate();
  }

  private print(): void {
    // At once: a window opened after an answer counts as nobody's wish, and is blocked.
    const page = open('', '_blank');
    const write = async (history: OwnHistory) => {
      const { printStatement } = await import('./statement/statement.js');
      this.notice = await printStatement(history, page);
    };
    void this.after(write, () => {
      page?.close();
      this.print();
    });
  }

  /** Does it with the history's code, which is loaded once. */
  private async after(
    act: (history: OwnHistory) => unknown,
    again: () => void = () => void this.after(act),
  ): Promise<void> {
    this.lost = undefined;
    this.notice = '';
    try {
      if (!this.history) {
        // Beside the code, not behind it.
        if (this.card.language.startsWith('hu')) void import('./history/words.hu.js').catch(() => {});
        const { OwnHistory } = await import('./history/own-history.js');
        this.history ??= await OwnHistory.of(this);
      }
      await act(this.history);
    } catch {
      this.lost = again;
    }
    this.card.requestUpdate();
  }
}

import { type LetterResult, letterResultStates, type PackageLetter } from '@bookinda/contracts/packages/package-letter';
import { listLetterResults, readLetter } from '@bookinda/contracts/packages/routes';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { root } from '../shell/router.js';
import { sayRefusal } from '../shell/toasts.js';
import { batchStyles } from './batch.styles.js';
import { followBatch } from './follow-batch.js';

const countOf = (letter: PackageLetter, one: LetterResult['state']) => letter[one === 'left-out' ? 'leftOut' : one];
/** Mails that the mail server does not take for hours still wait when it is done. */
const rests = ({ state: now, waiting }: PackageLetter) => now === 'done' && waiting === 0;

/** PK-06: how far a letter is, and what became of it for each customer. */
@customElement('desk-letter')
export class LetterCard extends DeskElement {
  static override styles = [sheet, batchStyles];

  @property({ attribute: false }) letter!: PackageLetter;
  @state() private results: LetterResult[] | null = null;
  @state() private next: string | null = null;
  #stop?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    if (rests(this.letter)) return;
    const params = { id: this.letter.id };
    this.#stop = followBatch(
      () => ask(readLetter, undefined, { params }),
      rests,
      (now) => this.#take(now),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  #take(letter: PackageLetter): void {
    this.letter = letter;
    if (this.results && rests(letter)) this.#read();
  }

  async #read(after?: string): Promise<void> {
    const params = { id: this.letter.id };
    const page = await ask(listLetterResults, { limit: 100, ...(after ? { after } : {}) }, { params }).catch(
      sayRefusal,
    );
    if (!page) return;
    this.results = after ? [...(this.results ?? []), ...page.items] : page.items;
    this.next = page.next;
  }

  override render() {
    const { words, letter } = this;
    const { letters } = words;
    return html`<section class="stack tight" aria-label=${letter.subject}>
      <div class="spread"><h3>${letter.subject}</h3><span class="quiet small"><desk-when at=${letter.at}></desk-when> · ${words.batches.by(letter.by)} · <span role="status">${letters.states[letter.state]}</span></span></div>
      ${rests(letter) ? nothing : html`<progress max=${letter.customers} value=${letter.customers - letter.waiting} aria-label=${words.extending.progress(letter.customers - letter.waiting, letter.customers)}></progress>`}
      <dl class="numbers">
        ${letterResultStates.filter((one) => countOf(letter, one) > 0).map((one) => html`<div><dt>${letters.results[one]}</dt><dd>${countOf(letter, one)}</dd></div>`)}
      </dl>
      <details @toggle=${(event: Event) => (event.target as HTMLDetailsElement).open && !this.results && this.#read()}>
        <summary>${words.batches.results}</summary>
        <ul class="each">
          ${(this.results ?? []).map(
            ({ customer, state: became, why }) => html`<li>
              <a href="${root}/customers/${customer.id}">${customer.name}</a>
              <span>${letters.results[became]}${why ? `: ${letters.why[why]}` : ''}</span>
            </li>`,
          )}
        </ul>
        ${this.next ? html`<button type="button" class="link small" @click=${() => this.#read(this.next ?? undefined)}>${words.common.more}</button>` : nothing}
      </details>
    </section>`;
  }
}

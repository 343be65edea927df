import {
  type ExtensionResult,
  extensionResultStates,
  type PackageExtension,
} from '@bookinda/contracts/packages/package-extension';
import { listExtensionResults, readExtension, undoExtension } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { root } from '../shell/router.js';
import { say, sayRefusal } from '../shell/toasts.js';
import { batchStyles } from './batch.styles.js';
import { followBatch } from './follow-batch.js';

const rests = ({ state: now }: PackageExtension) => now === 'done' || now === 'undone';

/** PK-19: how far a batch is, what became of each package, and its undo. */
@customElement('desk-extension')
export class ExtensionCard extends DeskElement {
  static override styles = [sheet, batchStyles];

  @property({ attribute: false }) extension!: PackageExtension;
  @state() private results: ExtensionResult[] | null = null;
  @state() private next: string | null = null;
  @state() private busy = false;
  #stop?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  #follow(): void {
    if (rests(this.extension)) return;
    const params = { id: this.extension.id };
    this.#stop = followBatch(
      () => ask(readExtension, undefined, { params }),
      rests,
      (now) => this.#take(now),
    );
  }

  #take(extension: PackageExtension): void {
    this.extension = extension;
    if (this.results && rests(extension)) this.#read();
  }

  async #read(after?: string): Promise<void> {
    const params = { id: this.extension.id };
    const page = await ask(listExtensionResults, { limit: 100, ...(after ? { after } : {}) }, { params }).catch(
      sayRefusal,
    );
    if (!page) return;
    this.results = after ? [...(this.results ?? []), ...page.items] : page.items;
    this.next = page.next;
  }

  async #undo(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      this.extension = await ask(undoExtension, undefined, { params: { id: this.extension.id } });
      say(this.words.extending.undoing);
      this.#follow();
    } catch (error) {
      sayRefusal(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { words, language, extension } = this;
    const { extending } = words;
    const measure = extension.days
      ? extending.by(extension.days)
      : extending.to(calendarDay(extension.until ?? '', language));
    const pending = extension.state === 'undoing' ? extension.extended : extension.waiting;
    return html`<section class="stack tight" aria-label=${extension.reason}>
      <div class="spread"><h3>${measure} · ${extension.reason}</h3><span class="quiet small"><desk-when at=${extension.at}></desk-when> · ${words.batches.by(extension.by)} · <span role="status">${extending.states[extension.state]}</span></span></div>
      ${rests(extension) ? nothing : html`<progress max=${extension.packages} value=${extension.packages - pending} aria-label=${extending.progress(extension.packages - pending, extension.packages)}></progress>`}
      <dl class="numbers">
        ${extensionResultStates.filter((one) => extension[one] > 0).map((one) => html`<div><dt>${extending.results[one]}</dt><dd>${extension[one]}</dd></div>`)}
      </dl>
      ${extension.state === 'done' && extension.extended > 0 ? html`<div class="row"><wa-button size="s" appearance="outlined" ?loading=${this.busy} @click=${this.#undo}>${extending.undo}</wa-button><span class="quiet small">${extending.undoHint}</span></div>` : nothing}
      <details @toggle=${(event: Event) => (event.target as HTMLDetailsElement).open && !this.results && this.#read()}>
        <summary>${words.batches.results}</summary>
        <ul class="each">${(this.results ?? []).map((result) => this.#renderResult(result))}</ul>
        ${this.next ? html`<button type="button" class="link small" @click=${() => this.#read(this.next ?? undefined)}>${words.common.more}</button>` : nothing}
      </details>
    </section>`;
  }

  #renderResult({ package: { id, name }, customer, state: became, why, from, to }: ExtensionResult) {
    const { words, language } = this;
    const days =
      from && to && became === 'extended' ? `${calendarDay(from, language)} → ${calendarDay(to, language)}` : '';
    return html`<li>
      <span><a href="${root}/packages/${id}">${name}</a> <span class="quiet">${customer.name}</span></span>
      <span>${words.extending.results[became]}${why ? `: ${words.extending.why[why]}` : ''} <span class="quiet number">${days}</span></span>
    </li>`;
  }
}

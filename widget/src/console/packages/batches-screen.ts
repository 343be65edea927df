import type { PackageExtension } from '@bookinda/contracts/packages/package-extension';
import type { PackageLetter } from '@bookinda/contracts/packages/package-letter';
import { listExtensions, listLetters } from '@bookinda/contracts/packages/routes';
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { boneRows } from '../look/skeleton.js';
import { sheet, tabStrip } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { refusalText } from '../shell/toasts.js';
import './extension-card.js';
import './letter-card.js';
import { packageTabs } from './package-tabs.js';

/** PK-06, PK-19: what was done to many at once: letters and extensions, their results, the undo. */
@customElement('desk-batches')
export class BatchesScreen extends DeskElement {
  static override styles = [sheet, tabStrip];

  @state() private letters: PackageLetter[] | null = null;
  @state() private extensions: PackageExtension[] = [];
  @state() private next: { letters: string | null; extensions: string | null } = { letters: null, extensions: null };
  @state() private refusal = '';

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = `${this.words.batches.title} · ${this.session.tenant.name}`;
    this.#read();
  }

  async #read(): Promise<void> {
    try {
      const [letters, extensions] = await Promise.all([
        ask(listLetters, { limit: 20 }),
        ask(listExtensions, { limit: 20 }),
      ]);
      const next = { letters: letters.next, extensions: extensions.next };
      Object.assign(this, { letters: letters.items, extensions: extensions.items, next, refusal: '' });
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  async #more(of: 'letters' | 'extensions'): Promise<void> {
    const after = this.next[of];
    if (!after) return;
    try {
      const page = await ask(of === 'letters' ? listLetters : listExtensions, { limit: 20, after });
      Object.assign(this, { [of]: [...(this[of] ?? []), ...page.items], next: { ...this.next, [of]: page.next } });
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  override render() {
    const { words, letters, extensions } = this;
    const empty = letters?.length === 0 && extensions.length === 0;
    return html`<div class="page stack">
      <h1>${words.batches.title}</h1>
      ${packageTabs('batches', words)}
      <p class="quiet small">${words.batches.hint}</p>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${
        letters === null
          ? this.refusal
            ? nothing
            : boneRows(4, words.common.loading)
          : empty
            ? html`<div class="card empty"><h2>${words.batches.none}</h2><p>${words.batches.noneHint}</p></div>`
            : html`${this.#renderLetters(letters)}${this.#renderExtensions(extensions)}`
      }
    </div>`;
  }

  #renderLetters(letters: PackageLetter[]) {
    if (letters.length === 0) return nothing;
    return html`<h2>${this.words.batches.letters}</h2>
      ${repeat(
        letters,
        ({ id }) => id,
        (letter) => html`<div class="card padded"><desk-letter .letter=${letter}></desk-letter></div>`,
      )}
      ${this.#renderMore('letters')}`;
  }

  #renderExtensions(extensions: PackageExtension[]) {
    if (extensions.length === 0) return nothing;
    return html`<h2>${this.words.batches.extensions}</h2>
      ${repeat(
        extensions,
        ({ id }) => id,
        (extension) => html`<div class="card padded"><desk-extension .extension=${extension}></desk-extension></div>`,
      )}
      ${this.#renderMore('extensions')}`;
  }

  #renderMore(of: 'letters' | 'extensions') {
    if (!this.next[of]) return nothing;
    return html`<p><button type="button" class="link small" @click=${() => this.#more(of)}>${this.words.common.more}</button></p>`;
  }
}

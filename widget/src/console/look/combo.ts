import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { DeskElement } from '../shell/desk-element.js';
import { type IconName, icon } from './icons.js';
import { sheet } from './styles.js';

export interface ComboOption {
  id: string;
  label: string;
  detail?: string;
}

/**
 * A field whose typing finds things: emits `desk-typed` (the text), `desk-picked` (an option) and, for Enter with nothing
 * picked, `desk-entered` (the text). Whoever uses it gives the options that fit the text.
 */
@customElement('desk-combo')
export class Combo extends DeskElement {
  static override styles = [
    sheet,
    css`
      :host {
        position: relative;
      }
      label {
        display: block;
        margin-bottom: 6px;
        font-size: 0.8125rem;
        line-height: 18px;
      }
      .field {
        position: relative;
        display: flex;
        align-items: center;
      }
      .field .icon {
        position: absolute;
        inset-inline-start: 12px;
        color: var(--quiet);
        pointer-events: none;
      }
      input {
        width: 100%;
        min-height: 30px;
        padding: 2px 10px;
        font: inherit;
        font-size: 0.875rem;
        color: inherit;
        border: 1px solid var(--strong);
        border-radius: var(--radius);
        background: var(--surface);
      }
      :host([large]) input {
        min-height: 48px;
        padding-inline: 40px 12px;
        font-size: 1.125rem;
      }
      input::placeholder {
        color: var(--quiet);
        opacity: 1;
      }
      input:focus-visible {
        outline: 2px solid var(--accent-text);
        outline-offset: 1px;
      }
      ul {
        position: absolute;
        z-index: 20;
        inset-inline: 0;
        inset-block-start: calc(100% + 4px);
        max-height: min(50dvh, 360px);
        overflow: auto;
        padding: 4px;
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        box-shadow: var(--shadow);
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 0 12px;
        padding: 8px 12px;
        border-radius: var(--radius);
        cursor: pointer;
      }
      :host([large]) li {
        padding-block: 12px;
      }
      li[aria-selected='true'],
      li:hover {
        background: var(--hover);
      }
    `,
  ];

  @property() label = '';
  /** The label is read, not shown. */
  @property({ type: Boolean }) unlabelled = false;
  @property() placeholder = '';
  @property() value = '';
  @property() icon: IconName | '' = '';
  @property({ type: Number }) maxlength = 200;
  @property({ attribute: false }) options: readonly ComboOption[] = [];
  /** With Enter the first option is taken, without an arrow before. */
  @property({ type: Boolean }) eager = false;
  @state() private open = false;
  @state() private at = -1;

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('options')) this.at = this.eager && this.options.length > 0 ? 0 : -1;
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  get #shown(): boolean {
    return this.open && this.options.length > 0;
  }

  #type(event: InputEvent): void {
    this.value = (event.target as HTMLInputElement).value;
    this.open = true;
    this.emit('desk-typed', this.value);
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.open = true;
      const count = this.options.length;
      if (count > 0) this.at = (Math.max(this.at, step < 0 ? 0 : -1) + step + count) % count;
    }
    if (event.key === 'Escape' && this.#shown) {
      event.stopPropagation();
      this.open = false;
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    const chosen = this.#shown ? this.options[this.at] : undefined;
    if (chosen) this.#pick(chosen);
    else this.emit('desk-entered', this.value);
  }

  #pick(option: ComboOption): void {
    this.open = false;
    this.emit('desk-picked', option);
  }

  override render() {
    const shown = this.#shown;
    return html`<label for="input" class=${this.unlabelled ? 'visually-hidden' : ''}>${this.label}</label>
      <div class="field">
        ${this.icon ? icon(this.icon) : nothing}
        <input
          id="input" type="text" role="combobox" autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search"
          aria-autocomplete="list" aria-expanded=${shown} aria-controls=${shown ? 'options' : nothing}
          aria-activedescendant=${shown && this.at >= 0 ? `option-${this.at}` : nothing}
          placeholder=${this.placeholder} maxlength=${this.maxlength} .value=${this.value}
          @input=${this.#type} @keydown=${this.#key} @focus=${() => (this.open = true)} @blur=${() => (this.open = false)}
        />
      </div>
      ${
        shown
          ? html`<ul id="options" role="listbox" aria-label=${this.label}>
            ${this.options.map(
              (option, index) =>
                html`<li role="option" id="option-${index}" aria-selected=${index === this.at} @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.#pick(option)}>
                  <span>${option.label}</span>${option.detail ? html`<span class="quiet small">${option.detail}</span>` : nothing}
                </li>`,
            )}
          </ul>`
          : nothing
      }`;
  }
}

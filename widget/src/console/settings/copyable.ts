import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';

/** A text to copy as it is: a key, a snippet. */
@customElement('desk-copyable')
export class Copyable extends DeskElement {
  static override styles = [
    sheet,
    css`
      div {
        display: flex;
        align-items: flex-start;
        gap: 8px;
        padding: 8px 8px 8px 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--page);
      }
      pre {
        flex: 1;
        min-width: 0;
        margin: 0;
        padding-block: 6px;
        font: 0.8125rem/20px var(--mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        user-select: all;
      }
      button {
        font-size: 0.8125rem;
        white-space: nowrap;
      }
    `,
  ];

  @property() text = '';
  @property() label = '';
  @state() private copied = false;

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(this.text).catch(() => undefined);
    this.copied = true;
    setTimeout(() => (this.copied = false), 2_000);
  }

  override render() {
    const { words } = this;
    return html`<div role="group" aria-label=${this.label}>
      <pre>${this.text}</pre>
      <button type="button" class="plain" aria-label="${words.common.copy}: ${this.label}" @click=${this.#copy}>${icon(this.copied ? 'check' : 'copy', 16)} <span role="status">${this.copied ? words.common.copied : words.common.copy}</span></button>
    </div>`;
  }
}

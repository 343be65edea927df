import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ProblemError, ProofCancelled } from '../../platform/problem-error.js';
import { icon } from '../look/icons.js';
import { spoken } from '../words/words.js';
import { DeskElement } from './desk-element.js';

interface Toast {
  id: number;
  text: string;
  tone: 'good' | 'bad';
}

let region: Toasts | undefined;

/** Says something in passing; screen readers hear it as well. */
export function say(text: string, tone: Toast['tone'] = 'good'): void {
  region?.add(text, tone);
}

/** The words for a refusal in the person's language; none where the person cancelled it. */
export function refusalText(error: unknown): string {
  const { words } = spoken();
  if (error instanceof ProofCancelled) return '';
  if (!(error instanceof ProblemError)) return words.problems.unexpected;
  if (error.code === 'too-many') return words.problems.tooMany(error.retryAfter ?? null);
  return words.problems.byCode[error.code] ?? words.problems.unexpected;
}

/** For acts without a form of their own: tells what was refused. */
export function sayRefusal(error: unknown): void {
  const text = refusalText(error);
  if (text) say(text, 'bad');
}

@customElement('desk-toasts')
export class Toasts extends DeskElement {
  static override styles = css`
    :host {
      position: fixed;
      inset-block-end: 24px;
      inset-inline: 16px;
      z-index: 40;
      display: grid;
      justify-items: start;
      gap: 8px;
      pointer-events: none;
    }
    [role='status'] {
      display: grid;
      justify-items: inherit;
      gap: 8px;
    }
    .toast {
      display: flex;
      gap: 12px;
      align-items: center;
      max-width: 480px;
      padding: 8px 8px 8px 16px;
      border-radius: var(--radius);
      background: var(--text);
      color: var(--page);
      box-shadow: var(--shadow);
      pointer-events: auto;
      animation: rise var(--quick) ease-out;
    }
    .bad {
      background: var(--tint-red);
      color: var(--on-red);
      border: 1px solid currentColor;
    }
    button {
      all: unset;
      display: grid;
      place-items: center;
      width: 32px;
      height: 32px;
      border-radius: var(--radius);
      cursor: pointer;
    }
    button:focus-visible {
      outline: 2px solid currentColor;
    }
    @keyframes rise {
      from {
        transform: translateY(8px);
        opacity: 0;
      }
    }
    @media (max-width: 719px) {
      :host {
        justify-items: center;
        inset-block: 60px auto;
      }
    }
  `;

  @state() private toasts: Toast[] = [];
  #next = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    region = this;
  }

  add(text: string, tone: Toast['tone']): void {
    const toast = { id: this.#next++, text, tone };
    this.toasts = [...this.toasts.slice(-2), toast];
    setTimeout(() => this.#drop(toast.id), tone === 'bad' ? 10_000 : 5_000);
  }

  #drop(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  override render() {
    return html`<div role="status" aria-live="polite" aria-label=${this.words.shell.messages}>
      ${this.toasts.map(
        (toast) => html`<div class="toast ${toast.tone}">
          <span>${toast.text}</span>
          <button type="button" aria-label=${this.words.common.dismiss} @click=${() => this.#drop(toast.id)}>${icon('close')}</button>
        </div>`,
      )}
    </div>`;
  }
}

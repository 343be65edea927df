import { verifyPackage } from '@bookinda/contracts/packages/routes';
import { reassures, type Verdict, verdictOn } from '@bookinda/contracts/packages/verdict';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { codeIn } from '../../platform/check-code.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { errorHint } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText } from '../shell/toasts.js';

/** PK-22: a code from a mail or receipt somebody kept, against the history as it is kept now. */
@customElement('desk-check-code')
export class CheckCodeForm extends DeskElement {
  static override styles = [
    sheet,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        align-items: flex-end;
        padding-block: 12px 8px;
        border-top: 1px solid var(--line);
      }
      wa-input {
        flex: 1 1 240px;
        min-width: 0;
        max-width: 560px;
      }
    `,
  ];

  @property() packageId = '';
  @state() private wrong = '';
  @state() private refusal = '';
  @state() private found: { verdict: Verdict; step: number; length: number } | null = null;
  @state() private busy = false;
  #pasted = '';

  async #check(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const head = codeIn(this.#pasted);
    Object.assign(this, { found: null, refusal: '', wrong: head ? '' : this.words.checkCode.notCode });
    if (!head) return this.renderRoot.querySelector<HTMLElement>('wa-input')?.focus();
    this.busy = true;
    try {
      const verification = await ask(verifyPackage, { head }, { params: { id: this.packageId } });
      this.found = { ...verdictOn(verification), length: verification.length };
    } catch (error) {
      this.refusal = refusalText(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { words, wrong, found, refusal } = this;
    const typed = (event: Event) => {
      this.#pasted = (event.target as HTMLInputElement).value;
    };
    return html`<form novalidate aria-label=${words.checkCode.title} @submit=${this.#check}>
        <wa-input size="s" label=${words.checkCode.label} autocomplete="off" spellcheck="false" @input=${typed}
          @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && this.#check(event)}>${errorHint(wrong ? { code: wrong } : {}, 'code')}</wa-input>
        <wa-button size="s" appearance="outlined" ?loading=${this.busy} @click=${this.#check}>${words.checkCode.check}</wa-button>
      </form>
      <div role="status">${found ? html`<p class="notice small ${reassures(found.verdict) ? 'good' : 'bad'}">${words.checkCode[found.verdict](found.step, found.length)}</p>` : nothing}</div>
      <div role="alert">${refusal ? html`<p class="error">${refusal}</p>` : nothing}</div>`;
  }
}

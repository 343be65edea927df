import { limits } from '@bookinda/contracts/limits';
import { followUpPassedTicket } from '@bookinda/contracts/support/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/textarea/textarea.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { callerOf, newKey } from '../../platform/call.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { isDecided } from '../shell/desk-form.js';
import { refusalText, say } from '../shell/toasts.js';

/** BS-07: what a closed ticket offers to whoever came by a mail's link; goes on with the new ticket's own pass. */
@customElement('desk-follow-up')
export class FollowUpForm extends DeskElement {
  static override styles = [
    sheet,
    css`
      form {
        flex: 1;
      }
    `,
  ];

  @property() pass = '';
  @state() private writing = false;
  @state() private busy = false;
  @state() private refusal = '';
  #key = newKey();

  async #send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const description = String(new FormData(event.target as HTMLFormElement).get('description') ?? '');
    if (!description.trim()) {
      this.refusal = this.words.composer.empty;
      return;
    }
    if (this.busy) return;
    this.busy = true;
    try {
      const call = callerOf({ headers: () => ({ authorization: `Bearer ${this.pass}` }) });
      const { number, pass } = await call(followUpPassedTicket, { description }, { idempotencyKey: this.#key });
      say(this.words.own.opened(number));
      location.hash = pass;
    } catch (error) {
      if (isDecided(error)) this.#key = newKey();
      this.refusal = refusalText(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { words } = this;
    if (!this.writing)
      return html`<wa-button size="s" variant="brand" @click=${() => (this.writing = true)}>${words.own.followUp}</wa-button>`;
    return html`<form class="stack tight" novalidate @submit=${this.#send}>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      <wa-textarea size="s" name="description" label=${words.own.description} rows="4" resize="auto" maxlength=${limits.description} required autofocus></wa-textarea>
      <wa-button type="submit" size="s" variant="brand" ?loading=${this.busy}>${words.own.send}</wa-button>
    </form>`;
  }
}

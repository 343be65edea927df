import { limits } from '@bookinda/contracts/limits';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from './desk-element.js';
import { doorStyles } from './door.styles.js';
import { errorHint, type FieldErrors, fieldErrors } from './field-errors.js';
import { root } from './router.js';
import { refusalText } from './toasts.js';

interface FormWords {
  title: string;
  hint: string;
  action: string;
  done: string;
}

/** A page reached by a mail's link whose token (the address's fragment) allows one thing: to set a password. */
export abstract class NewPasswordForm extends DeskElement {
  static override styles = [sheet, doorStyles];

  @property({ attribute: false }) token = location.hash.slice(1);
  @state() private done = false;
  @state() private busy = false;
  @state() private refusal = '';
  @state() private errors: FieldErrors = {};

  protected abstract text(): FormWords;
  protected abstract send(token: string, password: string): Promise<unknown>;

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const password = String(new FormData(event.target as HTMLFormElement).get('password') ?? '');
    this.refusal = '';
    this.errors =
      password.length < limits.password.min ? { password: this.words.fields.passwordShort(limits.password.min) } : {};
    if (this.errors.password) return;
    this.busy = true;
    try {
      await this.send(this.token, password);
      this.done = true;
      history.replaceState(null, '', location.pathname);
    } catch (error) {
      this.errors = fieldErrors(error);
      if (!this.errors.password)
        this.refusal = this.errors.token ? this.words.problems.byCode['link-used'] : refusalText(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { words } = this;
    const text = this.text();
    return html`<section class="card door-card">
      <p class="brand">${words.signIn.product}</p>
      <h1>${text.title}</h1>
      ${
        this.done
          ? html`<p class="notice good" role="status">${text.done}</p><a href="${root}/">${words.signIn.signIn}</a>`
          : html`<p class="quiet">${text.hint}</p>
            <form class="stack" novalidate @submit=${this.#submit}>
              <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
              <wa-input name="password" type="password" password-toggle autocomplete="new-password" label=${words.signIn.newPassword} maxlength=${limits.password.max}>
                ${errorHint(this.errors, 'password', html`<span slot="hint">${words.signIn.passwordRule(limits.password.min)}</span>`)}
              </wa-input>
              <wa-button type="submit" variant="brand" ?loading=${this.busy}>${text.action}</wa-button>
            </form>`
      }
    </section>`;
  }
}

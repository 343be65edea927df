import { confirmCode, requestPasswordReset, signIn, useRecoveryCode } from '@bookinda/contracts/identity/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import type WaInput from '@awesome.me/webawesome/dist/components/input/input.js';
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from './desk-element.js';
import { doorStyles } from './door.styles.js';
import { errorHint, type FieldErrors, fieldErrors, missing } from './field-errors.js';
import { ask, enter, here, nowHere } from './here.js';
import { currentPath, go } from './router.js';
import { homeOf } from './screens.js';
import { refusalText } from './toasts.js';

/** Sign-in: e-mail and password, the authenticator's code where one is set up, and the forgotten password. */
@customElement('desk-sign-in')
export class SignInPage extends DeskElement {
  static override styles = [sheet, doorStyles];

  @state() private forgotten = false;
  @state() private byRecoveryCode = false;
  @state() private sent = false;
  @state() private busy = false;
  @state() private refusal = '';
  @state() private errors: FieldErrors = {};

  async #submit(event: SubmitEvent, act: (values: Record<string, string>) => Promise<void>): Promise<void> {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target as HTMLFormElement)) as Record<string, string>;
    this.refusal = '';
    this.errors = missing(values);
    if (Object.keys(this.errors).length > 0) return this.#focusError();
    this.busy = true;
    try {
      await act(values);
    } catch (error) {
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
      await this.#focusError();
    } finally {
      this.busy = false;
    }
  }

  async #focusError(): Promise<void> {
    await this.updateComplete;
    const name = Object.keys(this.errors)[0] ?? 'password';
    this.renderRoot.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
  }

  #signIn = async (values: Record<string, string>): Promise<void> => {
    const session = await ask(signIn, { email: values.email ?? '', password: values.password ?? '' });
    await enter(session);
    if (session.stage !== 'complete') await this.#focusCode();
    else if (currentPath() === '/') go(homeOf(session), { replace: true });
  };

  async #focusCode(): Promise<void> {
    await this.updateComplete;
    const field = this.renderRoot.querySelector<WaInput>('[name="code"]');
    await field?.updateComplete;
    field?.focus();
  }

  #confirm = async (values: Record<string, string>): Promise<void> => {
    const { code = '' } = values;
    const session = await (this.byRecoveryCode
      ? ask(useRecoveryCode, { code: code.trim() })
      : ask(confirmCode, { code: code.replace(/\s/g, '') }));
    this.byRecoveryCode = false;
    await enter(session);
    if (currentPath() === '/') go(homeOf(session), { replace: true });
  };

  #forget = async (values: Record<string, string>): Promise<void> => {
    await ask(requestPasswordReset, { email: values.email ?? '' });
    this.sent = true;
  };

  override render() {
    return html`<section class="card padded door-card">
      <p class="brand">${this.words.signIn.product}</p>
      ${here.half ? this.#renderCode() : this.forgotten ? this.#renderForgotten() : this.#renderSignIn()}
    </section>`;
  }

  #renderRefusal() {
    return html`<div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>`;
  }

  #renderSignIn() {
    const words = this.words.signIn;
    return html`<h1>${words.title}</h1>
      ${here.expired ? html`<p class="notice warn">${words.expired}</p>` : nothing}
      <form class="stack" novalidate @submit=${(event: SubmitEvent) => this.#submit(event, this.#signIn)}>
        ${this.#renderRefusal()}
        <wa-input name="email" type="email" autocomplete="username" label=${words.email} autofocus>${errorHint(this.errors, 'email')}</wa-input>
        <wa-input name="password" type="password" autocomplete="current-password" label=${words.password} password-toggle>${errorHint(this.errors, 'password')}</wa-input>
        <wa-button type="submit" variant="brand" ?loading=${this.busy}>${words.signIn}</wa-button>
        <button type="button" class="link" @click=${() => (this.forgotten = true)}>${words.forgotten}</button>
      </form>`;
  }

  #renderCode() {
    const words = this.words.signIn;
    const { recovery } = this.words;
    const { byRecoveryCode } = this;
    const other = () => {
      this.byRecoveryCode = !byRecoveryCode;
      this.errors = {};
      this.refusal = '';
      void this.#focusCode();
    };
    return html`<h1>${words.codeTitle}</h1>
      <p class="quiet">${byRecoveryCode ? recovery.signInHint : words.codeHint}</p>
      <form class="stack" novalidate @submit=${(event: SubmitEvent) => this.#submit(event, this.#confirm)}>
        ${this.#renderRefusal()}
        ${
          byRecoveryCode
            ? html`<wa-input name="code" autocomplete="off" autocapitalize="off" spellcheck="false" maxlength="64" label=${recovery.code}>${errorHint(this.errors, 'code')}</wa-input>`
            : html`<wa-input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" label=${words.code} autofocus>${errorHint(this.errors, 'code')}</wa-input>`
        }
        <wa-button type="submit" variant="brand" ?loading=${this.busy}>${words.confirm}</wa-button>
        <button type="button" class="link" @click=${other}>${byRecoveryCode ? recovery.useApp : recovery.use}</button>
        <button type="button" class="link" @click=${() => nowHere({ half: null })}>${words.other}</button>
      </form>`;
  }

  #renderForgotten() {
    const words = this.words.signIn;
    const back = () => {
      this.forgotten = this.sent = false;
      this.refusal = '';
    };
    if (this.sent) {
      return html`<h1>${words.forgottenTitle}</h1>
        <p class="notice good" role="status">${words.forgottenSent}</p>
        <button type="button" class="link" @click=${back}>${words.back}</button>`;
    }
    return html`<h1>${words.forgottenTitle}</h1>
      <p class="quiet">${words.forgottenHint}</p>
      <form class="stack" novalidate @submit=${(event: SubmitEvent) => this.#submit(event, this.#forget)}>
        ${this.#renderRefusal()}
        <wa-input name="email" type="email" autocomplete="username" label=${words.email}>${errorHint(this.errors, 'email')}</wa-input>
        <wa-button type="submit" variant="brand" ?loading=${this.busy}>${words.sendLink}</wa-button>
        <button type="button" class="link" @click=${back}>${words.back}</button>
      </form>`;
  }
}

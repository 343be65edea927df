import { deviceName } from '@bookinda/contracts/identity/device-name';
import {
  changePassword,
  confirmTwoFactor,
  listOwnSecurityEvents,
  listSessions,
  readSession,
  readTwoFactor,
  removeTwoFactor,
  renewRecoveryCodes,
  revokeOtherSessions,
  revokeSession,
  setUpTwoFactor,
} from '@bookinda/contracts/identity/routes';
import type { OpenSession, SecurityEvent, TwoFactorSetup, TwoFactorState } from '@bookinda/contracts/identity/session';
import { limits } from '@bookinda/contracts/limits';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/qr-code/qr-code.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../look/badge.js';
import { sheet } from '../look/styles.js';
import '../look/when.js';
import { DeskElement } from './desk-element.js';
import { errorHint, type FieldErrors, fieldErrors, missing } from './field-errors.js';
import { ask, nowHere } from './here.js';
import './recovery-codes.js';
import './security-event-list.js';
import { refusalText, say, sayRefusal } from './toasts.js';
import { whenClosed } from './when-closed.js';

/** The person's own matters: where they are signed in, password, two-factor. */
@customElement('desk-account')
export class AccountDialog extends DeskElement {
  static override styles = [
    sheet,
    css`
      section {
        display: grid;
        gap: 12px;
        padding-block: 16px;
        border-top: 1px solid var(--line);
      }
      section:first-of-type {
        border-top: 0;
        padding-top: 0;
      }
      li {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 12px;
        padding-block: 8px;
      }
      .device::first-letter {
        text-transform: uppercase;
      }
      code {
        font: 0.875rem/20px var(--mono);
        overflow-wrap: anywhere;
        user-select: all;
      }
      .setup {
        display: flex;
        flex-wrap: wrap;
        gap: 16px;
      }
      wa-qr-code {
        padding: 8px;
        background: #fff;
        border-radius: var(--radius);
        height: fit-content;
      }
    `,
  ];

  @state() private sessions: OpenSession[] | null = null;
  @state() private setup: TwoFactorSetup | null = null;
  @state() private factor: TwoFactorState | null = null;
  @state() private codes: string[] | null = null;
  @state() private asking = false;
  @state() private events: SecurityEvent[] = [];
  @state() private moreEvents: string | null = null;
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.#readSessions();
    this.#readFactor();
    this.#readEvents();
  }

  async #readSessions(): Promise<void> {
    this.sessions = await ask(listSessions).then(
      ({ items }) => items,
      () => [],
    );
  }

  async #readEvents(after?: string): Promise<void> {
    const page = await ask(listOwnSecurityEvents, { limit: 10, ...(after ? { after } : {}) }).catch(() => null);
    if (!page) return;
    this.events = after ? [...this.events, ...page.items] : page.items;
    this.moreEvents = page.next;
  }

  async #readFactor(): Promise<void> {
    this.factor = await ask(readTwoFactor).catch(() => null);
  }

  async #revokeOthers(): Promise<void> {
    await ask(revokeOtherSessions).then(() => say(this.words.security.signedOutElsewhere), sayRefusal);
    await this.#readSessions();
  }

  async #revoke(id: string): Promise<void> {
    await ask(revokeSession, undefined, { params: { id } }).catch(sayRefusal);
    await this.#readSessions();
  }

  async #act(form: HTMLFormElement | null, act: () => Promise<unknown>, done: string): Promise<void> {
    this.errors = {};
    this.refusal = '';
    try {
      await act();
      form?.reset();
      if (done) say(done);
      nowHere({ session: await ask(readSession) });
      await Promise.all([this.#readFactor(), this.#readSessions(), this.#readEvents()]);
    } catch (error) {
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
    }
  }

  #changePassword(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const values = Object.fromEntries(new FormData(form)) as Record<string, string>;
    this.errors = missing(values);
    const password = values.password ?? '';
    if (!this.errors.password && password.length < limits.password.min)
      this.errors = { ...this.errors, password: this.words.fields.passwordShort(limits.password.min) };
    if (Object.keys(this.errors).length > 0) return;
    this.#act(
      form,
      () => ask(changePassword, { current: values.current ?? '', password }),
      this.words.account.passwordChanged,
    );
  }

  #codeForm(event: SubmitEvent, act: (code: string) => Promise<unknown>, done: string): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const code = String(new FormData(form).get('code') ?? '').replace(/\s/g, '');
    this.errors = missing({ code });
    if (this.errors.code) return;
    this.#act(form, () => act(code), done);
  }

  /** Codes are shown only once: neither Esc nor the × nor a click beside the dialog takes them away. */
  #stayWithCodes(event: Event): void {
    if (this.codes && event.target === event.currentTarget) event.preventDefault();
  }

  override render() {
    const words = this.words.account;
    return html`<wa-dialog label=${words.title} open ?light-dismiss=${!this.codes} @wa-hide=${this.#stayWithCodes} @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      <p class="quiet">${this.session.person.email} · ${this.words.roles[this.session.role]}</p>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.#renderTwoFactor()} ${this.#renderPassword()} ${this.#renderSessions()} ${this.#renderEvents()}
    </wa-dialog>`;
  }

  #renderTwoFactor() {
    const words = this.words.account;
    const on = this.session.person.twoFactor;
    return html`<section aria-label=${words.twoFactor}>
      <div class="spread"><h2>${words.twoFactor}</h2><desk-badge colour=${on ? 'green' : 'gray'} shape=${on ? 'tick' : 'ring'} label=${on ? words.on : words.off}></desk-badge></div>
      ${this.codes ? this.#renderCodes(this.codes) : on ? this.#renderOn() : this.setup ? this.#renderSetup(this.setup) : this.#renderOffer()}
    </section>`;
  }

  #renderOffer() {
    const words = this.words.account;
    const start = () => this.#act(null, async () => (this.setup = await ask(setUpTwoFactor)), '');
    return html`<p class="quiet">${words.twoFactorHint}</p><div><wa-button size="s" appearance="outlined" @click=${start}>${words.setUp}</wa-button></div>`;
  }

  #renderSetup(setup: TwoFactorSetup) {
    const words = this.words.account;
    const confirm = (event: SubmitEvent) =>
      this.#codeForm(
        event,
        async (code) => {
          this.codes = (await ask(confirmTwoFactor, { code })).codes;
          this.setup = null;
        },
        words.twoFactorOn,
      );
    return html`<p>${words.scan}</p>
      <div class="setup">
        <wa-qr-code value=${setup.uri} label=${words.qr} size="144" error-correction="M"></wa-qr-code>
        <dl class="stack tight grow">
          <dt class="quiet small">${words.secret}</dt><dd><code>${setup.secret}</code></dd>
          <dt class="quiet small">${words.uri}</dt><dd><code class="small">${setup.uri}</code></dd>
        </dl>
      </div>
      <form class="stack tight" novalidate @submit=${confirm}>
        <wa-input size="s" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" label=${this.words.signIn.code}>${errorHint(this.errors, 'code')}</wa-input>
        <div><wa-button size="s" type="submit" variant="brand">${words.turnOn}</wa-button></div>
      </form>`;
  }

  #renderCodes(codes: string[]) {
    return html`<desk-recovery-codes .codes=${codes} @desk-kept=${() => (this.codes = null)}></desk-recovery-codes>`;
  }

  #renderOn() {
    const { account, recovery, common } = this.words;
    const left = this.factor?.on ? this.factor.recoveryCodesLeft : null;
    const renew = () => {
      this.asking = false;
      return this.#act(null, async () => (this.codes = (await ask(renewRecoveryCodes)).codes), '');
    };
    const remove = () => this.#act(null, () => ask(removeTwoFactor), account.twoFactorOff);
    return html`${left === null ? nothing : html`<p class=${left < 3 ? 'notice warn' : 'quiet'}>${recovery.left(left)} ${left < 3 ? recovery.few : nothing}</p>`}
      ${
        this.asking
          ? html`<div class="notice warn spread"><span>${recovery.renewAsk}</span>
              <span class="row"><wa-button size="s" variant="danger" @click=${renew}>${recovery.renew}</wa-button><wa-button size="s" appearance="plain" @click=${() => (this.asking = false)}>${common.cancel}</wa-button></span></div>`
          : html`<div class="row">
              <wa-button size="s" appearance="outlined" @click=${() => (this.asking = true)}>${recovery.renew}</wa-button>
              <wa-button size="s" variant="danger" appearance="outlined" @click=${remove}>${account.turnOff}</wa-button>
            </div>`
      }`;
  }

  #renderPassword() {
    const words = this.words.account;
    return html`<section aria-label=${words.password}>
      <h2>${words.password}</h2>
      <form class="stack tight" novalidate @submit=${this.#changePassword}>
        <wa-input size="s" type="password" name="current" autocomplete="current-password" label=${words.current}>${errorHint(this.errors, 'current')}</wa-input>
        <wa-input size="s" type="password" name="password" autocomplete="new-password" label=${this.words.signIn.newPassword} maxlength=${limits.password.max}>${errorHint(this.errors, 'password')}</wa-input>
        <div><wa-button size="s" type="submit" appearance="outlined">${words.changePassword}</wa-button></div>
      </form>
    </section>`;
  }

  #renderSessions() {
    const words = this.words.account;
    return html`<section aria-label=${words.sessions}>
      <h2>${words.sessions}</h2>
      <ul>
        ${(this.sessions ?? []).map(
          (session) => html`<li>
            <div>
              <div class="device" title=${session.agent}>${deviceName(session.agent, this.language)}</div>
              <div class="quiet small">${session.current ? words.thisOne : html`${words.seen} <desk-when at=${session.seenAt}></desk-when>`}</div>
            </div>
            ${session.current ? nothing : html`<wa-button size="s" appearance="outlined" @click=${() => this.#revoke(session.id)}>${words.revoke}</wa-button>`}
          </li>`,
        )}
      </ul>
      ${(this.sessions ?? []).length > 1 ? html`<div><wa-button size="s" appearance="outlined" @click=${this.#revokeOthers}>${this.words.security.signOutElsewhere}</wa-button></div>` : nothing}
    </section>`;
  }

  #renderEvents() {
    const { security, common } = this.words;
    if (this.events.length === 0) return nothing;
    return html`<section aria-label=${security.recent}>
      <h2>${security.recent}</h2>
      <desk-security-events label=${security.recent} .events=${this.events}></desk-security-events>
      ${this.moreEvents ? html`<div><wa-button size="s" appearance="outlined" @click=${() => this.#readEvents(this.moreEvents ?? undefined)}>${common.more}</wa-button></div>` : nothing}
    </section>`;
  }
}

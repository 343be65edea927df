import { provePassword } from '@bookinda/contracts/identity/routes';
import { limits } from '@bookinda/contracts/limits';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { ProblemError } from '../../platform/problem-error.js';
import { sheet } from '../look/styles.js';
import { DeskForm } from './desk-form.js';
import { errorHint, missing } from './field-errors.js';
import { ask } from './here.js';
import { whenClosed } from './when-closed.js';

/** Asks for the password (and a code, where one is set) before something that needs it. Emits `desk-proved` or `desk-close`. */
@customElement('desk-prove-password')
export class ProvePasswordDialog extends DeskForm {
  static override styles = [
    sheet,
    css`
      wa-dialog {
        --width: 440px;
      }
    `,
  ];

  override firstUpdated(): void {
    void this.#focusPassword();
  }

  /** A dialog that is open from the start tells no `wa-after-show`. */
  async #focusPassword(): Promise<void> {
    const dialog = this.renderRoot.querySelector('wa-dialog');
    const field = this.renderRoot.querySelector('wa-input');
    await Promise.all([dialog?.updateComplete, field?.updateComplete]);
    field?.focus();
  }

  async #prove(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.renderRoot.querySelector('form');
    const { password = '', code = '' } = Object.fromEntries(new FormData(form ?? undefined)) as Record<string, string>;
    const needed: Record<string, string> = this.session.person.twoFactor ? { password, code } : { password };
    await this.attempt(missing(needed), async () => {
      await ask(provePassword, { password, ...(code.trim() ? { code: code.trim() } : {}) });
      this.emit('desk-proved');
    });
  }

  protected override refused(error: unknown): void {
    if (!(error instanceof ProblemError)) return;
    if (error.code === 'wrong-credentials') this.errors = { password: this.words.proof.wrongPassword };
    else if (error.code === 'wrong-code') this.errors = { code: this.words.problems.byCode['wrong-code'] };
    else return;
    this.refusal = '';
    void this.focusError();
  }

  override render() {
    const { words } = this;
    return html`<wa-dialog open label=${words.proof.title} @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      <form class="stack" novalidate @submit=${this.#prove}>
        <p>${words.proof.hint}</p>
        <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
        <input type="email" autocomplete="username" value=${this.session.person.email} hidden />
        <wa-input size="s" name="password" type="password" autocomplete="current-password" maxlength=${limits.password.max} password-toggle label=${words.proof.password}>${errorHint(this.errors, 'password')}</wa-input>
        ${
          this.session.person.twoFactor
            ? html`<wa-input size="s" name="code" autocomplete="one-time-code" maxlength="64" label=${words.proof.code}>${errorHint(this.errors, 'code')}</wa-input>`
            : nothing
        }
        <button type="submit" hidden></button>
      </form>
      <wa-button slot="footer" size="s" appearance="plain" @click=${() => this.emit('desk-close')}>${words.common.cancel}</wa-button>
      <wa-button slot="footer" size="s" variant="brand" ?loading=${this.busy} @click=${this.#prove}>${words.proof.confirm}</wa-button>
    </wa-dialog>`;
  }
}

let open: Promise<boolean> | null = null;

/** Whether the person proved who they are; false when the dialog was closed. Several requests at once share one dialog. */
export function askForPassword(): Promise<boolean> {
  open ??= new Promise<boolean>((settle) => {
    const dialog = document.createElement('desk-prove-password');
    const end = (proved: boolean) => {
      dialog.remove();
      open = null;
      settle(proved);
    };
    dialog.addEventListener('desk-proved', () => end(true));
    dialog.addEventListener('desk-close', () => end(false));
    document.body.append(dialog);
  });
  return open;
}

import { resetPassword } from '@bookinda/contracts/identity/routes';
import { customElement } from 'lit/decorators.js';
import { ask } from './here.js';
import { NewPasswordForm } from './new-password-form.js';

@customElement('desk-reset-password')
export class ResetPasswordPage extends NewPasswordForm {
  protected text() {
    const { resetTitle, resetHint, resetAction, resetDone } = this.words.signIn;
    return { title: resetTitle, hint: resetHint, action: resetAction, done: resetDone };
  }

  protected send(token: string, password: string) {
    return ask(resetPassword, { token, password });
  }
}

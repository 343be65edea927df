import { acceptInvitation } from '@bookinda/contracts/identity/routes';
import { customElement } from 'lit/decorators.js';
import { ask } from './here.js';
import { NewPasswordForm } from './new-password-form.js';

@customElement('desk-accept-invitation')
export class AcceptInvitationPage extends NewPasswordForm {
  protected text() {
    const { invitationTitle, invitationHint, invitationAction, invitationDone } = this.words.signIn;
    return { title: invitationTitle, hint: invitationHint, action: invitationAction, done: invitationDone };
  }

  protected send(token: string, password: string) {
    return ask(acceptInvitation, { token, password });
  }
}

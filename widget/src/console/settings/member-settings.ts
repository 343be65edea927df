import { inviteMember, listMembers } from '@bookinda/contracts/identity/routes';
import { type Member, type Role, roles } from '@bookinda/contracts/identity/session';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../look/badge.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { errorHint, type FieldErrors, fieldErrors, missing } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { settingsStyles } from './settings.styles.js';

/** Who works here, and the invitation of more. */
@customElement('desk-member-settings')
export class MemberSettings extends DeskElement {
  static override styles = [sheet, settingsStyles];

  @state() private members: Member[] | null = null;
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#read();
  }

  async #read(): Promise<void> {
    await ask(listMembers).then(
      ({ items }) => (this.members = items),
      (error: unknown) => (this.refusal = refusalText(error)),
    );
  }

  async #invite(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { name = '', email = '', role = '' } = Object.fromEntries(new FormData(form)) as Record<string, string>;
    this.errors = missing({ name, email });
    this.refusal = '';
    if (Object.keys(this.errors).length > 0) return;
    if (this.busy) return;
    this.busy = true;
    try {
      await ask(inviteMember, { name, email, role: role as Role });
      say(this.words.members.invited(email));
      form.reset();
      await this.#read();
    } catch (error) {
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { words } = this;
    return html`<div class="stack">
      <section class="card" aria-label=${words.members.invite}>
        <h2>${words.members.invite}</h2>
        <p class="quiet small">${words.members.inviteHint}</p>
        <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
        <form class="inline" novalidate @submit=${this.#invite}>
          <wa-input size="s" name="name" label=${words.members.name}>${errorHint(this.errors, 'name')}</wa-input>
          <wa-input size="s" name="email" type="email" label=${words.signIn.email}>${errorHint(this.errors, 'email')}</wa-input>
          <wa-select size="s" name="role" label=${words.members.role} value="RECEPTION">
            ${roles.map((role) => html`<wa-option value=${role}>${words.roles[role]}</wa-option>`)}
          </wa-select>
          <wa-button size="s" type="submit" variant="brand" ?loading=${this.busy}>${words.members.send}</wa-button>
        </form>
      </section>
      <section class="card" aria-label=${words.members.title}>
        <h2>${words.members.title}</h2>
        <ul class="list">
          ${(this.members ?? []).map(
            (member) => html`<li>
              <span><strong>${member.name}</strong><br /><span class="quiet small">${member.email}</span></span>
              <span class="row">
                ${member.state === 'invited' ? html`<desk-badge colour="amber" shape="clock" label=${words.members.waiting}></desk-badge>` : nothing}
                <span class="quiet">${words.roles[member.role]}</span>
              </span>
            </li>`,
          )}
        </ul>
      </section>
    </div>`;
  }
}

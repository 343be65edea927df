import { limits } from '@bookinda/contracts/limits';
import {
  type PackageMessage,
  packageMessages,
  type PackageSettings as Settings,
} from '@bookinda/contracts/packages/package-settings';
import { changePackageSettings, readPackageSettings } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/checkbox/checkbox.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { typedCount } from '../packages/typed-terms.js';
import { DeskElement } from '../shell/desk-element.js';
import { errorHint, type FieldErrors, fieldErrors } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { root } from '../shell/router.js';
import { refusalText, say } from '../shell/toasts.js';
import { settingsStyles } from './settings.styles.js';
import './redeem-rules.js';
import './settle-limits.js';

/** PK-17: which messages customers get about their packages, and how early the reminder comes; then the salon's other rules. */
@customElement('desk-package-settings')
export class PackageSettingsPage extends DeskElement {
  static override styles = [
    sheet,
    settingsStyles,
    css`
      wa-input {
        max-width: 320px;
      }
      section + * {
        margin-block-start: 16px;
      }
      fieldset {
        display: grid;
        gap: 8px;
        margin: 0;
        padding: 0;
        border: 0;
      }
    `,
  ];

  @state() private settings: Settings | null = null;
  @state() private days = '';
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#read();
  }

  async #read(): Promise<void> {
    try {
      this.#know(await ask(readPackageSettings));
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  #know(settings: Settings): void {
    Object.assign(this, { settings, days: String(settings.reminderDays), errors: {}, refusal: '' });
  }

  #mute(message: PackageMessage, sent: boolean): void {
    if (!this.settings) return;
    const others = this.settings.muted.filter((muted) => muted !== message);
    this.settings = { ...this.settings, muted: sent ? others : [...others, message] };
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy || !this.settings) return;
    const reminderDays = typedCount(this.days, limits.reminderDays);
    this.errors = reminderDays === null ? { reminderDays: this.words.terms.whole(1, limits.reminderDays) } : {};
    if (reminderDays === null) return this.renderRoot.querySelector<HTMLElement>('wa-input')?.focus();
    this.busy = true;
    try {
      this.#know(await ask(changePackageSettings, { reminderDays, muted: this.settings.muted }));
      say(this.words.reminders.saved);
    } catch (error) {
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { words, settings } = this;
    return html`<section class="card" aria-label=${words.reminders.title}>
      <h2>${words.reminders.title}</h2>
      <p class="quiet small">${words.reminders.hint}</p>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${settings ? this.#renderForm(settings) : this.refusal ? nothing : html`<div class="bone"></div>`}
      <p class="small"><a href="${root}/packages/templates">${words.reminders.templates}</a></p>
    </section>
    <desk-redeem-rules></desk-redeem-rules>
    <desk-settle-limits></desk-settle-limits>`;
  }

  #renderForm({ muted }: Settings) {
    const { words } = this;
    return html`<form class="stack" novalidate @submit=${this.#save}>
      <fieldset>
        <legend class="visually-hidden">${words.reminders.title}</legend>
        ${packageMessages.map(
          (message) =>
            html`<wa-checkbox size="s" .checked=${!muted.includes(message)} @change=${(event: Event) => this.#mute(message, (event.target as HTMLInputElement).checked)}>${words.reminders.messages[message]}</wa-checkbox>`,
        )}
      </fieldset>
      <wa-input size="s" inputmode="numeric" label=${words.reminders.days} .value=${this.days} @input=${(event: Event) => (this.days = (event.target as HTMLInputElement).value)}>${errorHint(this.errors, 'reminderDays')}</wa-input>
      <div><wa-button size="s" type="submit" variant="brand" ?loading=${this.busy}>${words.common.save}</wa-button></div>
    </form>`;
  }
}

import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';
import { changePackageSettings, readPackageSettings } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/checkbox/checkbox.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { settingsStyles } from './settings.styles.js';

type Rules = Pick<PackageSettings, 'onlyPaidValue' | 'staffRedeems'>;

/** PK-13, PK-20: what may be redeemed, and by whom. */
@customElement('desk-redeem-rules')
export class RedeemRules extends DeskElement {
  static override styles = [
    sheet,
    settingsStyles,
    css`
      form {
        gap: 12px;
      }
    `,
  ];

  @state() private rules: Rules | null = null;
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

  #know({ onlyPaidValue, staffRedeems }: PackageSettings): void {
    Object.assign(this, { rules: { onlyPaidValue, staffRedeems }, refusal: '' });
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy || !this.rules) return;
    this.busy = true;
    try {
      // The rest stays as it is, whoever changed it meanwhile.
      const { reminderDays, muted } = await ask(readPackageSettings);
      this.#know(await ask(changePackageSettings, { reminderDays, muted, ...this.rules }));
      say(this.words.reminders.saved);
    } catch (error) {
      this.refusal = refusalText(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { words, rules } = this;
    return html`<section class="card" aria-label=${words.rules.title}>
      <h2>${words.rules.title}</h2>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${rules ? this.#renderForm(rules) : this.refusal ? nothing : html`<div class="bone"></div>`}
    </section>`;
  }

  #renderForm(rules: Rules) {
    const { words } = this;
    const rule = (name: keyof Rules, label: string, hint: string) =>
      html`<wa-checkbox size="s" .checked=${rules[name]} hint=${hint} @change=${(event: Event) => (this.rules = { ...rules, [name]: (event.target as HTMLInputElement).checked })}>${label}</wa-checkbox>`;
    return html`<form class="stack" novalidate @submit=${this.#save}>
      ${rule('onlyPaidValue', words.rules.paidOnly, words.rules.paidOnlyHint)}
      ${rule('staffRedeems', words.rules.staff, words.rules.staffHint)}
      <div><wa-button size="s" type="submit" variant="brand" ?loading=${this.busy}>${words.common.save}</wa-button></div>
    </form>`;
  }
}

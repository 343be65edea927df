import { limits } from '@bookinda/contracts/limits';
import type { SettleLimits } from '@bookinda/contracts/packages/package-matter';
import { changePackageSettings, readPackageSettings } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { readMoney, typeable } from '../packages/typed-money.js';
import { DeskElement } from '../shell/desk-element.js';
import { errorHint, type FieldErrors, fieldErrors } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { settingsStyles } from './settings.styles.js';

type Typed = Record<keyof SettleLimits, string>;

/** `0` and up; null for what is no such number. */
function countUpTo(text: string, most: number): number | null {
  const count = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return count <= most ? count : null;
}

/** PK-21: how far reception and agents settle a dispute without asking. */
@customElement('desk-settle-limits')
export class SettleLimitsForm extends DeskElement {
  static override styles = [
    sheet,
    settingsStyles,
    css`
      wa-input {
        max-width: 320px;
      }
    `,
  ];

  @state() private typed: Typed | null = null;
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#read();
  }

  async #read(): Promise<void> {
    try {
      this.#know((await ask(readPackageSettings)).settleLimits);
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  #know({ sessions, days, refund }: SettleLimits): void {
    const typed = {
      sessions: String(sessions),
      days: String(days),
      refund: typeable(refund, this.session.tenant.currency),
    };
    Object.assign(this, { typed, errors: {}, refusal: '' });
  }

  #limits(typed: Typed): SettleLimits | null {
    const { words } = this;
    const sessions = countUpTo(typed.sessions, limits.sessionsPerRedemption);
    const days = countUpTo(typed.days, limits.validDays);
    const { amount: refund, wrong } = readMoney(typed.refund, this.session.tenant.currency, { least: 0 });
    this.errors = {
      ...(sessions === null ? { sessions: words.terms.whole(0, limits.sessionsPerRedemption) } : {}),
      ...(days === null ? { days: words.terms.whole(0, limits.validDays) } : {}),
      ...(wrong === undefined ? {} : { refund: wrong }),
    };
    return sessions === null || days === null || refund === undefined ? null : { sessions, days, refund };
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    const settleLimits = this.typed && this.#limits(this.typed);
    if (this.busy || !settleLimits) return;
    this.busy = true;
    try {
      // The rest stays as it is, whoever changed it meanwhile.
      const { reminderDays, muted } = await ask(readPackageSettings);
      this.#know((await ask(changePackageSettings, { reminderDays, muted, settleLimits })).settleLimits);
      say(this.words.matter.limits.saved);
    } catch (error) {
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { words, typed } = this;
    const { limits: said } = words.matter;
    return html`<section class="card" aria-label=${said.title}>
      <h2>${said.title}</h2>
      <p class="quiet small">${said.hint}</p>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${typed ? this.#renderForm(typed) : this.refusal ? nothing : html`<div class="bone"></div>`}
    </section>`;
  }

  #renderForm(typed: Typed) {
    const { words } = this;
    const { limits: said } = words.matter;
    return html`<form class="stack" novalidate @submit=${this.#save}>
      ${this.#renderField(typed, 'sessions', said.sessions, 'numeric')}
      ${this.#renderField(typed, 'days', said.days, 'numeric')}
      ${this.#renderField(typed, 'refund', said.refund(this.session.tenant.currency), 'decimal')}
      <div><wa-button size="s" type="submit" variant="brand" ?loading=${this.busy}>${words.common.save}</wa-button></div>
    </form>`;
  }

  #renderField(typed: Typed, name: keyof SettleLimits, label: string, mode: 'numeric' | 'decimal') {
    const type = (event: Event) => {
      this.typed = { ...typed, [name]: (event.target as HTMLInputElement).value };
      this.errors = {};
    };
    return html`<wa-input size="s" name=${name} inputmode=${mode} autocomplete="off" label=${label} .value=${typed[name]} @input=${type}>${errorHint(this.errors, name)}</wa-input>`;
  }
}

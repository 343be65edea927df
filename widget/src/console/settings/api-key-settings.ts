import { createApiKey, listApiKeys, revokeApiKey } from '@bookinda/contracts/identity/routes';
import { type ApiKey, type ApiScope, apiScopes, type NewApiKey } from '@bookinda/contracts/identity/session';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/checkbox/checkbox.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import '../look/when.js';
import { DeskElement } from '../shell/desk-element.js';
import { errorHint, type FieldErrors, fieldErrors, missing } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText, sayRefusal } from '../shell/toasts.js';
import './copyable.js';
import { settingsStyles } from './settings.styles.js';

/** Keys of integrations: what each may do, when it was last used; the secret is shown once. */
@customElement('desk-api-key-settings')
export class ApiKeySettings extends DeskElement {
  static override styles = [
    sheet,
    settingsStyles,
    css`
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
        display: flex;
        flex-wrap: wrap;
        gap: 8px 20px;
      }
      legend {
        padding: 0 0 8px;
        font-weight: 500;
        font-size: 0.875rem;
      }
      code {
        font: 0.8125rem/20px var(--mono);
      }
    `,
  ];

  @state() private keys: ApiKey[] | null = null;
  @state() private created: NewApiKey | null = null;
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.#read();
  }

  async #read(): Promise<void> {
    await ask(listApiKeys).then(
      ({ items }) => (this.keys = items.filter(({ revokedAt }) => revokedAt === null)),
      (error: unknown) => (this.refusal = refusalText(error)),
    );
  }

  async #create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const name = String(data.get('name') ?? '');
    const scopes = data.getAll('scopes') as ApiScope[];
    this.errors = { ...missing({ name }), ...(scopes.length === 0 ? { scopes: this.words.keys.noScope } : {}) };
    if (Object.keys(this.errors).length > 0) return;
    try {
      this.created = await ask(createApiKey, { name, scopes });
      form.reset();
      await this.#read();
    } catch (error) {
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) sayRefusal(error);
    }
  }

  async #revoke(key: ApiKey): Promise<void> {
    if (!confirm(this.words.keys.confirmRevoke(key.name))) return;
    await ask(revokeApiKey, undefined, { params: { id: key.id } }).catch(sayRefusal);
    await this.#read();
  }

  override render() {
    const { words } = this;
    return html`<div class="stack">
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${
        this.created
          ? html`<section class="card" aria-label=${words.keys.created}><h2>${words.keys.created}</h2><p class="notice warn">${words.keys.once}</p><desk-copyable label=${words.keys.created} .text=${this.created.secret}></desk-copyable></section>`
          : nothing
      }
      <section class="card" aria-label=${words.keys.new}>
        <h2>${words.keys.new}</h2>
        <p class="quiet small">${words.keys.hint}</p>
        <form class="stack" novalidate @submit=${this.#create}>
          <wa-input size="s" name="name" label=${words.embed.name}>${errorHint(this.errors, 'name')}</wa-input>
          <fieldset>
            <legend>${words.keys.scopes}</legend>
            ${apiScopes.map((scope) => html`<wa-checkbox size="s" name="scopes" value=${scope}>${words.keys.scopeNames[scope]}</wa-checkbox>`)}
          </fieldset>
          ${this.errors.scopes ? html`<p class="error">${this.errors.scopes}</p>` : nothing}
          <div><wa-button size="s" type="submit" variant="brand">${words.keys.create}</wa-button></div>
        </form>
      </section>
      <section class="card" aria-label=${words.settings.pages.keys}>
        <h2>${words.settings.pages.keys}</h2>
        ${this.keys?.length === 0 ? html`<p class="quiet">${words.keys.none}</p>` : nothing}
        <ul class="list">
          ${(this.keys ?? []).map(
            (key) => html`<li>
              <span>
                <strong>${key.name}</strong> <code>${key.hint}</code><br />
                <span class="quiet small">${key.scopes.map((scope) => words.keys.scopeNames[scope]).join(', ')} · ${key.lastUsedAt ? html`${words.keys.used} <desk-when at=${key.lastUsedAt}></desk-when>` : words.keys.unused}</span>
              </span>
              <wa-button size="s" appearance="outlined" variant="danger" @click=${() => this.#revoke(key)}>${words.embed.revoke}</wa-button>
            </li>`,
          )}
        </ul>
      </section>
    </div>`;
  }
}

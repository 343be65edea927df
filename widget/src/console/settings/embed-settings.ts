import {
  createSiteKey,
  listSiteKeys,
  revokeSiteKey,
  rotateCustomerTokenSecret,
} from '@bookinda/contracts/identity/routes';
import type { SiteKey } from '@bookinda/contracts/identity/session';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { errorHint, type FieldErrors, fieldErrors, missing } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText, sayRefusal } from '../shell/toasts.js';
import './copyable.js';
import './embed-preview.js';
import './file-settings-form.js';
import { settingsStyles } from './settings.styles.js';
import './site-key-row.js';

/** The host's server signs who its customer is; shown with the secret so that it can be pasted. */
function signingExample(secret: string, tenant: string): string {
  return `import { SignJWT } from 'jose';

const secret = new TextEncoder().encode('${secret}');

// On your server, for the customer who is signed in at your site. At most 15 minutes.
export function customerToken(customer) {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(customer.deskId) // the customer's id here, as in the address of their page
    .setAudience('${tenant}')
    .setIssuedAt()
    .setExpirationTime('10m')
    .sign(secret);
}`;
}

/** WX-07: keys, origins, snippet, live preview, and the secret that customer tokens are signed with. */
@customElement('desk-embed-settings')
export class EmbedSettings extends DeskElement {
  static override styles = [
    sheet,
    settingsStyles,
    css`
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(320px, 400px);
        gap: 16px;
        align-items: start;
      }
      @media (max-width: 1023px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @state() private keys: SiteKey[] | null = null;
  @state() private chosen = '';
  @state() private secret = '';
  @state() private asking = false;
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.#read();
  }

  async #read(): Promise<void> {
    try {
      const { items } = await ask(listSiteKeys);
      this.keys = items.filter(({ revokedAt }) => revokedAt === null);
      if (!this.keys.some(({ key }) => key === this.chosen)) this.chosen = this.keys[0]?.key ?? '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  async #create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const values = Object.fromEntries(new FormData(form)) as Record<string, string>;
    const { name = '', origin = '' } = values;
    this.errors = missing({ name });
    if (this.errors.name) return;
    try {
      await ask(createSiteKey, { name, origins: origin.trim() ? [origin.trim().replace(/(?<!\/)\/+$/, '')] : [] });
      form.reset();
      await this.#read();
    } catch (error) {
      this.errors = fieldErrors(error);
      const first = Object.entries(this.errors).find(([path]) => path.startsWith('origins'));
      if (first) this.errors = { ...this.errors, origin: first[1] };
      if (Object.keys(this.errors).length === 0) sayRefusal(error);
    }
  }

  async #revoke(key: SiteKey): Promise<void> {
    if (!confirm(this.words.embed.confirmRevoke(key.name))) return;
    await ask(revokeSiteKey, undefined, { params: { id: key.id } }).catch(sayRefusal);
    await this.#read();
  }

  async #rotate(): Promise<void> {
    this.asking = false;
    await ask(rotateCustomerTokenSecret).then(({ secret }) => (this.secret = secret), sayRefusal);
  }

  get #snippet(): string {
    return `<script type="module" src="${location.origin}/embed/v1/bookinda.js"></script>\n<bookinda-ticket-form site-key="${this.chosen}"></bookinda-ticket-form>`;
  }

  override render() {
    const { words } = this;
    return html`<div class="columns">
      <div class="stack">
        <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
        ${this.#renderKeys()} ${this.#renderSecret()}
        <desk-file-settings></desk-file-settings>
      </div>
      <div class="stack">
        <section class="card" aria-label=${words.embed.snippet}>
          <h2>${words.embed.snippet}</h2>
          <p class="quiet small">${words.embed.snippetHint}</p>
          <desk-copyable label=${words.embed.snippet} .text=${this.#snippet}></desk-copyable>
        </section>
        <section class="card" aria-label=${words.embed.preview}>
          <h2>${words.embed.preview}</h2>
          <p class="quiet small">${words.embed.previewHint}</p>
          ${this.chosen ? html`<desk-embed-preview .siteKey=${this.chosen}></desk-embed-preview>` : nothing}
        </section>
      </div>
    </div>`;
  }

  #renderKeys() {
    const { words } = this;
    return html`<section class="card" aria-label=${words.embed.keys}>
      <h2>${words.embed.keys}</h2>
      <p class="quiet small">${words.embed.keysHint}</p>
      <ul class="list">
        ${repeat(
          this.keys ?? [],
          ({ id }) => id,
          (key) => html`<li>
            <desk-site-key .siteKey=${key} @desk-changed=${this.#read}></desk-site-key>
            <wa-button size="s" appearance="outlined" variant="danger" @click=${() => this.#revoke(key)}>${words.embed.revoke}</wa-button>
          </li>`,
        )}
      </ul>
      <form class="inline" novalidate @submit=${this.#create}>
        <wa-input size="s" name="name" label=${words.embed.name} placeholder=${words.embed.namePlaceholder}>${errorHint(this.errors, 'name')}</wa-input>
        <wa-input size="s" name="origin" type="url" label=${words.embed.origin} placeholder="https://salon.example">${errorHint(this.errors, 'origin')}</wa-input>
        <wa-button size="s" type="submit" variant="brand" appearance="outlined">${words.embed.create}</wa-button>
      </form>
    </section>`;
  }

  #renderSecret() {
    const { words } = this;
    return html`<section class="card" aria-label=${words.embed.secret}>
      <h2>${words.embed.secret}</h2>
      <p class="quiet small">${words.embed.secretHint}</p>
      ${
        this.secret
          ? html`<p class="notice warn">${words.embed.secretOnce}</p>
            <desk-copyable label=${words.embed.secret} .text=${this.secret}></desk-copyable>
            <h3>${words.embed.example}</h3>
            <desk-copyable label=${words.embed.example} .text=${signingExample(this.secret, this.session.tenant.id)}></desk-copyable>`
          : this.asking
            ? html`<div class="notice warn spread"><span>${words.embed.rotateAsk}</span>
              <span class="row"><wa-button size="s" variant="danger" @click=${this.#rotate}>${words.embed.rotateYes}</wa-button><wa-button size="s" appearance="plain" @click=${() => (this.asking = false)}>${words.common.cancel}</wa-button></span></div>`
            : html`<div><wa-button size="s" appearance="outlined" @click=${() => (this.asking = true)}>${words.embed.rotate}</wa-button></div>`
      }
    </section>`;
  }
}

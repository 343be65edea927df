import { editSiteKey } from '@bookinda/contracts/identity/routes';
import type { SiteKey } from '@bookinda/contracts/identity/session';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/textarea/textarea.js';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { fieldErrors } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText } from '../shell/toasts.js';
import './copyable.js';

/** One publishable key with the origins that may use it, edited as one address per line. */
@customElement('desk-site-key')
export class SiteKeyRow extends DeskElement {
  static override styles = [sheet];

  @property({ attribute: false }) siteKey!: SiteKey;
  @state() private editing = false;
  @state() private refusal = '';

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get('origins') ?? '');
    const origins = text
      .split(/\s+/)
      .filter(Boolean)
      .map((origin) => origin.replace(/(?<!\/)\/+$/, ''));
    try {
      await ask(editSiteKey, { origins }, { params: { id: this.siteKey.id } });
      this.editing = false;
      this.refusal = '';
      this.emit('desk-changed');
    } catch (error) {
      this.refusal = Object.keys(fieldErrors(error)).length > 0 ? this.words.embed.originWrong : refusalText(error);
    }
  }

  override render() {
    const { words, siteKey } = this;
    return html`<div class="stack tight">
      <h3>${siteKey.name}</h3>
      <desk-copyable label=${words.embed.key(siteKey.name)} .text=${siteKey.key}></desk-copyable>
      ${
        this.editing
          ? html`<form class="stack tight" @submit=${this.#save}>
            <wa-textarea size="s" name="origins" rows="3" resize="auto" label=${words.embed.origins} value=${siteKey.origins.join('\n')}></wa-textarea>
            <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>
            <div class="row">
              <wa-button size="s" type="submit" variant="brand">${words.common.save}</wa-button>
              <wa-button size="s" appearance="plain" @click=${() => (this.editing = false)}>${words.common.cancel}</wa-button>
            </div>
          </form>`
          : html`<p class="small">${siteKey.origins.length > 0 ? siteKey.origins.join(', ') : html`<span class="error">${words.embed.noOrigins}</span>`}
            <button type="button" class="link small" aria-label=${words.embed.editOrigins(siteKey.name)} @click=${() => (this.editing = true)}>${words.common.edit}</button></p>`
      }
    </div>`;
  }
}

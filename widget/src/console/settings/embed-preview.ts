import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

const source = '/embed/v1/bookinda.js';
let loading: Promise<unknown> | undefined;

/** The real form, from the script that host pages load. */
@customElement('desk-embed-preview')
export class EmbedPreview extends LitElement {
  static override styles = css`
    :host {
      display: block;
      padding: 16px;
      border: 1px dashed var(--strong);
      border-radius: var(--radius);
      background: var(--surface);
    }
  `;

  @property() siteKey = '';

  override connectedCallback(): void {
    super.connectedCallback();
    // Not bundled: the preview must be what a host page gets.
    loading ??= import(/* @vite-ignore */ new URL(source, location.origin).href);
    loading.catch(() => {
      loading = undefined;
    });
  }

  override render() {
    return html`<bookinda-ticket-form site-key=${this.siteKey} draft="off" heading-level="3" lang=${document.documentElement.lang}></bookinda-ticket-form>`;
  }
}

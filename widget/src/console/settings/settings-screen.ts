import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { inView } from '../look/in-view.js';
import { sheet, tabStrip } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { showsPackages, showsSecurityRecord } from '../shell/here.js';
import { root } from '../shell/router.js';

type Page = 'embed' | 'members' | 'keys' | 'mail' | 'packages' | 'security';

const pages: Record<Page, { load: () => Promise<unknown>; show: () => TemplateResult }> = {
  embed: { load: () => import('./embed-settings.js'), show: () => html`<desk-embed-settings></desk-embed-settings>` },
  members: {
    load: () => import('./member-settings.js'),
    show: () => html`<desk-member-settings></desk-member-settings>`,
  },
  keys: {
    load: () => import('./api-key-settings.js'),
    show: () => html`<desk-api-key-settings></desk-api-key-settings>`,
  },
  mail: { load: () => import('./mail-settings.js'), show: () => html`<desk-mail-settings></desk-mail-settings>` },
  packages: {
    load: () => import('./package-settings.js'),
    show: () => html`<desk-package-settings></desk-package-settings>`,
  },
  security: {
    load: () => import('./security-settings.js'),
    show: () => html`<desk-security-settings></desk-security-settings>`,
  },
};

/** Settings, one page per matter. */
@customElement('desk-settings')
export class SettingsScreen extends DeskElement {
  static override styles = [
    sheet,
    tabStrip,
    css`
      .page {
        max-width: 1040px;
      }
    `,
  ];

  @property() page: Page = 'embed';
  @state() private loaded: Partial<Record<Page, boolean>> = {};

  #shows(page: Page): boolean {
    if (page === 'security') return showsSecurityRecord(this.session);
    return page !== 'packages' || showsPackages(this.session);
  }

  override willUpdate(): void {
    const { page } = this;
    document.title = `${this.words.settings.pages[page]} · ${this.session.tenant.name}`;
    if (!this.loaded[page]) pages[page].load().then(() => (this.loaded = { ...this.loaded, [page]: true }));
  }

  override render() {
    const { words } = this;
    return html`<div class="page stack">
      <h1>${words.sections.settings}</h1>
      <nav class="tabs" aria-label=${words.sections.settings}>
        ${(Object.keys(pages) as Page[]).filter((page) => this.#shows(page)).map((page) => html`<a href="${root}/settings/${page}" aria-current=${this.page === page ? 'page' : nothing} ${this.page === page ? ref(inView) : nothing}>${words.settings.pages[page]}</a>`)}
      </nav>
      ${this.loaded[this.page] ? pages[this.page].show() : nothing}
    </div>`;
  }
}

import type { PackageCard } from '@bookinda/contracts/packages/package';
import { readPackage } from '@bookinda/contracts/packages/routes';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { icon } from '../look/icons.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, knowDesk } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { root } from '../shell/router.js';
import { refusalText } from '../shell/toasts.js';
import './package-view.js';

/** One package on a page of its own, from the table of all. */
@customElement('desk-package-page')
export class PackageScreen extends DeskElement {
  static override styles = [
    sheet,
    css`
      .page {
        max-width: 800px;
      }
      .back {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-height: 32px;
        font-size: 0.875rem;
        text-decoration: none;
        justify-self: start;
      }
    `,
  ];

  @property() packageId = '';
  @state() private card: PackageCard | null = null;
  @state() private refusal = '';

  override connectedCallback(): void {
    super.connectedCallback();
    knowDesk();
    const refresh = gathered(() => this.#read());
    this.hear((change) => change.package === this.packageId, refresh);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('packageId')) this.#read();
  }

  async #read(): Promise<void> {
    try {
      this.card = await ask(readPackage, undefined, { params: { id: this.packageId } });
      document.title = `${this.card.name} · ${this.card.customer.name}`;
    } catch (error) {
      if (!this.card) this.refusal = refusalText(error);
    }
  }

  override render() {
    const { words } = this;
    return html`<div class="page stack tight">
      <a class="back" href="${root}/packages">${icon('back', 16)} ${words.packages.title}</a>
      ${
        this.card
          ? html`<desk-package .card=${this.card} withCustomer></desk-package>`
          : this.refusal
            ? html`<p class="notice bad" role="alert">${this.refusal}</p>`
            : html`<div class="card padded stack" aria-busy="true"><div class="bone" style="width:48%"></div><div class="bone"></div><div class="bone" style="width:72%"></div></div>`
      }
    </div>`;
  }
}

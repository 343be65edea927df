import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import { editTemplate } from '@bookinda/contracts/packages/routes';
import { formatMoney } from '@bookinda/contracts/values';
import '@awesome.me/webawesome/dist/components/button/button.js';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../look/badge.js';
import { listStyles } from '../look/list.styles.js';
import { boneRows } from '../look/skeleton.js';
import { sheet, tabStrip } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, maySetRight } from '../shell/here.js';
import { refusalText, say, sayRefusal } from '../shell/toasts.js';
import { contentsOf } from './offer-words.js';
import { packageTabs } from './package-tabs.js';
import { readTemplates } from './read-templates.js';

/** PK-01: what is on offer: made, changed, retired and offered again by those who run the salon. */
@customElement('desk-templates')
export class TemplatesScreen extends DeskElement {
  static override styles = [
    sheet,
    tabStrip,
    listStyles,
    css`
      .rows > li {
        grid-template-columns: minmax(0, 1fr) auto auto;
      }
      .price {
        text-align: end;
        white-space: nowrap;
      }
      @media (max-width: 719px) {
        .rows > li {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .acts {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  @state() private templates: PackageTemplate[] | null = null;
  @state() private shown: PackageTemplate['state'] = 'active';
  /** Null: a new one is made; undefined: nothing is edited. */
  @state() private edited: PackageTemplate | null | undefined = undefined;
  @state() private refusal = '';

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = `${this.words.templates.title} · ${this.session.tenant.name}`;
    this.#read();
  }

  async #read(): Promise<void> {
    try {
      this.templates = await readTemplates();
      this.refusal = '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  async #edit(template: PackageTemplate | null): Promise<void> {
    await import('./template-dialog.js');
    this.edited = template;
  }

  async #move({ id, name, ...template }: PackageTemplate, to: PackageTemplate['state']): Promise<void> {
    const { description, services, discountPercent, discountAmount, validDays, validMonths } = template;
    const input = {
      name,
      state: to,
      services: services.map((line) => ({ ...line, unitPrice: line.unitPrice.amount })),
      ...(description ? { description } : {}),
      ...(discountPercent ? { discountPercent } : {}),
      ...(discountAmount ? { discountAmount: discountAmount.amount } : {}),
      ...(validDays ? { validDays } : {}),
      ...(validMonths ? { validMonths } : {}),
    };
    const { templates: said } = this.words;
    await ask(editTemplate, input, { params: { id } }).then(
      () => say(to === 'retired' ? said.didRetire(name) : said.didRestore(name)),
      sayRefusal,
    );
    await this.#read();
  }

  override render() {
    const { words } = this;
    const edits = maySetRight(this.session);
    return html`<div class="page stack">
      <div class="spread"><h1>${words.templates.title}</h1>
        ${edits ? html`<wa-button size="s" variant="brand" @click=${() => this.#edit(null)}>${words.templates.new}</wa-button>` : nothing}
      </div>
      ${packageTabs('templates', words)}
      <p class="quiet small">${words.templates.hint}</p>
      <div class="filters" role="group" aria-label=${words.templates.states}>
        ${(['active', 'retired'] as const).map((state) => html`<button type="button" class="chip" aria-pressed=${this.shown === state} @click=${() => (this.shown = state)}>${words.templates[state]}</button>`)}
      </div>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      ${this.templates ? this.#renderList(this.templates.filter(({ state }) => state === this.shown)) : this.refusal ? nothing : boneRows(4, words.common.loading)}
      ${this.edited === undefined ? nothing : html`<desk-template .template=${this.edited} @desk-saved=${() => this.#read()} @desk-close=${() => (this.edited = undefined)}></desk-template>`}
    </div>`;
  }

  #renderList(templates: PackageTemplate[]) {
    const { words } = this;
    if (templates.length === 0)
      return html`<div class="card empty"><h2>${words.templates.none}</h2><p>${words.templates.noneHint}</p></div>`;
    return html`<ul class="card rows" aria-label=${words.templates.title}>${templates.map((template) => this.#renderTemplate(template))}</ul>`;
  }

  #renderTemplate(template: PackageTemplate) {
    const { words, language } = this;
    const { name, price, originalPrice, state, sold, description } = template;
    const before = originalPrice.amount > price.amount ? formatMoney(originalPrice, language) : '';
    return html`<li>
      <span><strong>${name}</strong><br /><span class="quiet small">${contentsOf(template, words)} · ${words.templates.sold(sold)}</span>
        ${description ? html`<br /><span class="small">${description}</span>` : nothing}</span>
      <span class="number price"><strong>${formatMoney(price, language)}</strong>${before ? html`<br /><s class="quiet small"><span class="visually-hidden">${words.packages.before} </span>${before}</s>` : nothing}</span>
      ${
        maySetRight(this.session)
          ? html`<span class="row acts">
            <button type="button" class="link small" aria-label=${words.templates.edit(name)} @click=${() => this.#edit(template)}>${words.common.edit}</button>
            ${
              state === 'active'
                ? html`<button type="button" class="link small" aria-label=${words.templates.retireOf(name)} @click=${() => this.#move(template, 'retired')}>${words.templates.retire}</button>`
                : html`<button type="button" class="link small" aria-label=${words.templates.restoreOf(name)} @click=${() => this.#move(template, 'active')}>${words.templates.restore}</button>`
            }
          </span>`
          : html`<span></span>`
      }
    </li>`;
  }
}

import { limits } from '@bookinda/contracts/limits';
import { type PackageStatus, packageStatuses } from '@bookinda/contracts/packages/package-status';
import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import { type PaymentBadge, paymentBadges } from '@bookinda/contracts/packages/payment-badge';
import { listServiceNames } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../look/combo.js';
import type { ComboOption } from '../look/combo.js';
import { icon } from '../look/icons.js';
import { listStyles } from '../look/list.styles.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { ask, maySell } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { type ChosenFilter, isNarrowed, nextMonth, noFilter, todayIn } from './chosen-filter.js';
import { dateField } from './date-field.js';
import { fieldStyles } from './field.styles.js';
import { readTemplates } from './read-templates.js';
import { typedCount } from './typed-terms.js';

/** PK-06: the filters above the table. Emits `desk-filter` with `{ filter, soon }`; `soon` while somebody types. */
@customElement('desk-package-filters')
export class PackageFilters extends DeskElement {
  static override styles = [sheet, listStyles, fieldStyles];

  @property({ attribute: false }) filter: ChosenFilter = noFilter;
  @state() private open = false;
  @state() private templates: PackageTemplate[] = [];
  @state() private services: ComboOption[] = [];
  #find = gathered(() => this.#findServices(this.filter.service), 180);

  override connectedCallback(): void {
    super.connectedCallback();
    if (maySell(this.session)) this.#readTemplates();
  }

  /** Without templates the list can still be searched; the refusal would only be in the way. */
  async #readTemplates(): Promise<void> {
    this.templates = await readTemplates().catch(() => []);
  }

  /** Any name may be typed; those the salon has are offered. */
  async #findServices(q: string): Promise<void> {
    const { items } = await ask(listServiceNames, q.trim() ? { q } : {}).catch(() => ({ items: [] }));
    this.services = items.map((name) => ({ id: name, label: name }));
  }

  #typeService(service: string): void {
    this.#choose({ service }, true);
    this.#find();
  }

  focusSearch(): void {
    this.renderRoot.querySelector<HTMLElement>('wa-input')?.focus();
  }

  #choose(changes: Partial<ChosenFilter>, soon = false): void {
    this.emit('desk-filter', { filter: { ...this.filter, ...changes }, soon });
  }

  get #month(): { expiresFrom: string; expiresTo: string } {
    return nextMonth(todayIn(this.session.tenant.timeZone));
  }

  get #isNextMonth(): boolean {
    const { expiresFrom, expiresTo } = this.#month;
    return this.filter.expiresFrom === expiresFrom && this.filter.expiresTo === expiresTo;
  }

  #toggleNextMonth(): void {
    this.#choose(this.#isNextMonth ? { expiresFrom: '', expiresTo: '' } : this.#month);
  }

  override render() {
    const { words, filter } = this;
    const { service, template, unusedDays, expiresFrom, expiresTo } = filter;
    const open =
      this.open || !!(service || template || unusedDays || ((expiresFrom || expiresTo) && !this.#isNextMonth));
    return html`<div class="stack tight" role="search" aria-label=${words.tickets.filters}>
      <div class="filters">
        <wa-input size="s" type="search" label=${words.common.search} placeholder=${words.packages.searchHint} with-clear .value=${filter.q} @input=${(event: Event) => this.#choose({ q: (event.target as HTMLInputElement).value }, true)} @wa-clear=${() => this.#choose({ q: '' })}>
          <span slot="start">${icon('search', 16)}</span>
        </wa-input>
        ${this.#renderSelects()}
        <button type="button" class="chip" aria-pressed=${this.#isNextMonth} @click=${this.#toggleNextMonth}>${words.finder.nextMonth}</button>
        <button type="button" class="chip" aria-expanded=${open} @click=${() => (this.open = !open)}>${words.finder.more} ${icon('down', 14)}</button>
        ${isNarrowed(filter) ? html`<button type="button" class="link small" @click=${() => this.#choose(noFilter)}>${words.common.clear}</button>` : nothing}
      </div>
      ${open ? this.#renderMore() : nothing}
    </div>`;
  }

  #renderSelects() {
    const { words, filter } = this;
    return html`<wa-select size="s" label=${words.packages.status} .value=${filter.status || 'any'} @change=${(event: Event) => this.#choose({ status: picked(event) as PackageStatus })}>
        <wa-option value="any">${words.packages.status}: ${words.common.any}</wa-option>
        ${packageStatuses.toReversed().map((status) => html`<wa-option value=${status}>${words.packageStatus[status]}</wa-option>`)}
      </wa-select>
      <wa-select size="s" label=${words.packages.payment} .value=${filter.payment || 'any'} @change=${(event: Event) => this.#choose({ payment: picked(event) as PaymentBadge })}>
        <wa-option value="any">${words.packages.payment}: ${words.common.any}</wa-option>
        ${paymentBadges.map((payment) => html`<wa-option value=${payment}>${words.paymentBadge[payment]}</wa-option>`)}
      </wa-select>`;
  }

  #renderMore() {
    const { words, filter } = this;
    const text = (event: Event) => (event.target as HTMLInputElement).value;
    const wrong = filter.unusedDays.trim() !== '' && typedCount(filter.unusedDays, limits.unusedDays) === null;
    return html`<div class="fields">
      <desk-combo label=${words.finder.service} maxlength=${limits.name} .value=${filter.service} .options=${this.services} @desk-typed=${(event: CustomEvent<string>) => this.#typeService(event.detail)} @desk-picked=${(event: CustomEvent<ComboOption>) => this.#choose({ service: event.detail.label })} @focusin=${() => this.#findServices(filter.service)}></desk-combo>
      ${
        this.templates.length === 0
          ? nothing
          : html`<wa-select size="s" label=${words.finder.template} .value=${filter.template || 'any'} @change=${(event: Event) => this.#choose({ template: picked(event) })}>
            <wa-option value="any">${words.common.any}</wa-option>
            ${this.templates.map(({ id, name }) => html`<wa-option value=${id}>${name}</wa-option>`)}
          </wa-select>`
      }
      ${dateField({ label: words.finder.expiresFrom, value: filter.expiresFrom, change: (expiresFrom) => this.#choose({ expiresFrom }) })}
      ${dateField({ label: words.finder.expiresTo, value: filter.expiresTo, change: (expiresTo) => this.#choose({ expiresTo }) })}
      <wa-input size="s" inputmode="numeric" label=${words.finder.unused} .value=${filter.unusedDays} @input=${(event: Event) => this.#choose({ unusedDays: text(event) }, true)}>
        ${wrong ? html`<span slot="hint" class="error">${words.terms.whole(1, limits.unusedDays)}</span>` : nothing}
      </wa-input>
    </div>`;
  }
}

function picked(event: Event): string {
  const { value } = event.target as HTMLSelectElement;
  return value === 'any' ? '' : value;
}

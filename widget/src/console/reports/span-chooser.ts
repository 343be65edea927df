import type { Month } from '@bookinda/contracts/packages/package-report';
import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { fieldStyles } from '../packages/field.styles.js';
import { readTemplates } from '../packages/read-templates.js';
import { DeskElement } from '../shell/desk-element.js';
import { type ChosenSpan, monthsOf, type SpanName, spans, usualSpan } from './chosen-span.js';

/** PK-18: which months and which template. Emits `desk-span` with the ChosenSpan. */
@customElement('desk-span-chooser')
export class SpanChooser extends DeskElement {
  static override styles = [
    sheet,
    fieldStyles,
    css`
      input[type='month'] {
        font: inherit;
        height: 30px;
        padding: 2px 10px;
        color: var(--text);
        background: var(--surface);
        border: 1px solid var(--strong);
        border-radius: var(--radius);
        max-width: 100%;
        box-sizing: border-box;
      }
      input[type='month']:focus-visible {
        outline: 2px solid var(--accent-text);
        outline-offset: 1px;
      }
    `,
  ];

  @property({ attribute: false }) chosen: ChosenSpan = usualSpan;
  /** The month it is at the salon. */
  @property() current: Month = '';
  @state() private templates: PackageTemplate[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#readTemplates();
  }

  /** Without them the report is still there, of everything. */
  async #readTemplates(): Promise<void> {
    this.templates = await readTemplates().catch(() => []);
  }

  #choose(changes: Partial<ChosenSpan>): void {
    this.emit('desk-span', { ...this.chosen, ...changes });
  }

  /** The months that were shown are where own months begin. */
  #chooseSpan(span: SpanName): void {
    const shown = monthsOf(this.chosen, this.current);
    this.#choose(span === 'own' && shown ? { span, ...shown } : { span, from: '', to: '' });
  }

  override render() {
    const words = this.words.reports;
    const { span, template } = this.chosen;
    const picked = (event: Event) => (event.target as HTMLSelectElement).value;
    return html`<div class="fields" role="search" aria-label=${words.title}>
      <wa-select size="s" label=${words.span} .value=${span} @change=${(event: Event) => this.#chooseSpan(picked(event) as SpanName)}>
        ${spans.map((name) => html`<wa-option value=${name}>${words.spans[name]}</wa-option>`)}
      </wa-select>
      ${span === 'own' ? this.#renderMonths() : nothing}
      <wa-select size="s" label=${words.template} .value=${template || 'any'} @change=${(event: Event) => this.#choose({ template: picked(event) === 'any' ? '' : picked(event) })}>
        <wa-option value="any">${this.words.common.any}</wa-option>
        ${this.templates.map(({ id, name }) => html`<wa-option value=${id}>${name}</wa-option>`)}
        <wa-option value="custom">${words.custom}</wa-option>
      </wa-select>
    </div>`;
  }

  #renderMonths() {
    const words = this.words.reports;
    const { from, to } = this.chosen;
    const field = (label: string, value: Month, choose: (month: Month) => void) => html`<label class="field">${label}
      <input type="month" placeholder="2026-01" max=${this.current} .value=${value} @change=${(event: Event) => choose((event.target as HTMLInputElement).value.trim())} />
    </label>`;
    return html`${field(words.from, from, (month) => this.#choose({ from: month }))}${field(words.to, to, (month) => this.#choose({ to: month }))}`;
  }
}

import { limits } from '@bookinda/contracts/limits';
import type { PreviewExtension } from '@bookinda/contracts/packages/extend-packages.dto';
import type { PackageFilter } from '@bookinda/contracts/packages/list-packages.dto';
import type { ExtensionPreview, PackageExtension } from '@bookinda/contracts/packages/package-extension';
import { extendPackages, previewExtension } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/option/option.js';
import '@awesome.me/webawesome/dist/components/select/select.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { sheet } from '../look/styles.js';
import { calendarDay } from '../look/when.js';
import { DeskForm } from '../shell/desk-form.js';
import { errorHint, type FieldErrors, missing } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { gathered } from '../shell/live.js';
import { refusalText } from '../shell/toasts.js';
import { whenClosed } from '../shell/when-closed.js';
import { batchStyles } from './batch.styles.js';
import { todayIn } from './chosen-filter.js';
import { dateField } from './date-field.js';
import './extension-card.js';
import { fieldStyles } from './field.styles.js';
import { typedCount } from './typed-terms.js';

/** PK-19: extends every package that passes the filters, with a preview; then shows how far it is. Emits `desk-close`. */
@customElement('desk-extend-packages')
export class ExtendPackagesDialog extends DeskForm {
  static override styles = [
    sheet,
    fieldStyles,
    batchStyles,
    css`
      wa-dialog {
        --width: 600px;
      }
    `,
  ];

  @property({ attribute: false }) filter: PackageFilter = {};
  @state() private kind: 'days' | 'until' = 'days';
  @state() private days = '7';
  @state() private day = '';
  @state() private reason = '';
  @state() private preview: ExtensionPreview | null = null;
  @state() private running: PackageExtension | null = null;
  #soon = gathered(() => this.#preview(), 250);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#preview();
  }

  get #today(): string {
    return todayIn(this.session.tenant.timeZone);
  }

  /** By how much, or what is wrong with it. */
  #measure(): { measure?: Pick<PreviewExtension, 'days' | 'until'>; errors: FieldErrors } {
    const { words } = this;
    if (this.kind === 'days') {
      const days = typedCount(this.days, limits.validDays);
      return days ? { measure: { days }, errors: {} } : { errors: { days: words.terms.whole(1, limits.validDays) } };
    }
    if (!this.day) return { errors: { until: words.expiry.noDay } };
    return this.day < this.#today
      ? { errors: { until: words.expiry.past } }
      : { measure: { until: this.day }, errors: {} };
  }

  async #preview(): Promise<void> {
    const { measure } = this.#measure();
    this.preview = null;
    if (!measure) return;
    try {
      const preview = await ask(previewExtension, { ...this.filter, ...measure });
      // What was typed since is asked for itself.
      if (JSON.stringify(this.#measure().measure) !== JSON.stringify(measure)) return;
      Object.assign(this, { preview, refusal: '' });
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  #type(changes: { kind?: 'days' | 'until'; days?: string; day?: string }): void {
    Object.assign(this, changes, { errors: {} });
    this.#soon();
  }

  async #extend(event: Event): Promise<void> {
    event.preventDefault();
    if (this.running) return;
    const { measure, errors } = this.#measure();
    await this.attempt({ ...errors, ...missing({ reason: this.reason }) }, async () => {
      const input = { ...this.filter, ...measure, reason: this.reason.trim() };
      this.running = await ask(extendPackages, input, { idempotencyKey: this.key });
    });
  }

  override render() {
    const { words, running, preview } = this;
    const close = () => this.emit('desk-close');
    return html`<wa-dialog open label=${words.extending.title} @wa-after-hide=${whenClosed(close)}>
      ${running ? html`<desk-extension .extension=${running}></desk-extension>` : this.#renderForm()}
      <wa-button slot="footer" size="s" appearance="plain" @click=${close}>${running ? words.batches.close : words.common.cancel}</wa-button>
      ${running ? nothing : html`<wa-button slot="footer" size="s" variant="brand" ?disabled=${preview?.packages === 0} ?loading=${this.busy} @click=${this.#extend}>${words.extending.confirm(preview?.packages ?? 0)}</wa-button>`}
    </wa-dialog>`;
  }

  #renderForm() {
    const { words } = this;
    const value = (event: Event) => (event.target as HTMLInputElement).value;
    return html`<form class="stack" novalidate @submit=${this.#extend}>
      <p>${words.extending.hint}</p>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      <div class="fields">
        <wa-select size="s" label=${words.extending.kind} .value=${this.kind} @change=${(event: Event) => this.#type({ kind: value(event) as 'days' | 'until' })}>
          <wa-option value="days">${words.extending.kinds.days}</wa-option>
          <wa-option value="until">${words.extending.kinds.until}</wa-option>
        </wa-select>
        ${
          this.kind === 'days'
            ? html`<wa-input size="s" name="days" inputmode="numeric" label=${words.extending.days} .value=${this.days} @input=${(event: Event) => this.#type({ days: value(event) })}>${errorHint(this.errors, 'days')}</wa-input>`
            : dateField({
                label: words.extending.until,
                name: 'until',
                value: this.day,
                min: this.#today,
                wrong: this.errors['until'],
                change: (day) => this.#type({ day }),
              })
        }
      </div>
      <wa-input size="s" name="reason" label=${words.extending.reason} hint=${words.common.staffOnly} maxlength=${limits.reason} .value=${this.reason} @input=${(event: Event) => (this.reason = value(event))}>${errorHint(this.errors, 'reason')}</wa-input>
      <div aria-live="polite" class="stack tight">${this.preview ? this.#renderPreview(this.preview) : nothing}</div>
    </form>`;
  }

  #renderPreview({ packages, examples, leftOut }: ExtensionPreview) {
    const { words, language } = this;
    const out = leftOut.reduce((sum, one) => sum + one.packages, 0);
    return html`<h3>${packages > 0 ? words.extending.would(packages) : words.extending.nobody}</h3>
      <ul class="each">${examples.map(({ package: { name }, customer, from, to }) => html`<li><span>${name} <span class="quiet">${customer.name}</span></span><span class="number">${calendarDay(from, language)} → ${calendarDay(to, language)}</span></li>`)}</ul>
      ${
        out > 0
          ? html`<details><summary>${words.extending.leftOut(out)}</summary><ul class="each">${leftOut.map(
              (one) =>
                html`<li><span>${words.extending.why[one.why]} <span class="quiet">${one.examples.map(({ customer }) => customer.name).join(', ')}${one.packages > one.examples.length ? '…' : ''}</span></span><span class="number">${one.packages}</span></li>`,
            )}</ul></details>`
          : nothing
      }`;
  }
}

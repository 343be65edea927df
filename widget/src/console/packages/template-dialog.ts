import { limits } from '@bookinda/contracts/limits';
import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import { createTemplate, editTemplate } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/textarea/textarea.js';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { sheet } from '../look/styles.js';
import { DeskElement } from '../shell/desk-element.js';
import { isDecided } from '../shell/desk-form.js';
import { errorHint, type FieldErrors, fieldErrors, missing } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { refusalText, say } from '../shell/toasts.js';
import { whenClosed } from '../shell/when-closed.js';
import './package-terms.js';
import type { PackageTerms } from './package-terms.js';
import { emptyTerms, readTerms, type TypedTerms, termsOfTemplate } from './typed-terms.js';

/** PK-01: a template is made or changed; the price follows every key. Emits `desk-saved`, then `desk-close`. */
@customElement('desk-template')
export class TemplateDialog extends DeskElement {
  static override styles = [
    sheet,
    css`
      wa-dialog {
        --width: 600px;
      }
    `,
  ];

  /** Null: a new one. */
  @property({ attribute: false }) template: PackageTemplate | null = null;
  @state() private name = '';
  @state() private description = '';
  @state() private typed: TypedTerms = emptyTerms();
  @state() private errors: FieldErrors = {};
  @state() private refusal = '';
  @state() private busy = false;
  @query('desk-package-terms') private terms!: PackageTerms;
  #key = newKey();

  override connectedCallback(): void {
    super.connectedCallback();
    const { template } = this;
    if (!template) return;
    Object.assign(this, {
      name: template.name,
      description: template.description ?? '',
      typed: termsOfTemplate(template),
    });
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const { terms, errors } = readTerms(this.typed, this.session.tenant.currency);
    this.errors = { ...missing({ name: this.name }), ...errors };
    if (Object.keys(this.errors).length > 0) return this.#focusError();
    const description = this.description.trim();
    const input = { name: this.name.trim(), ...(description ? { description } : {}), ...terms };
    if (this.busy) return;
    this.busy = true;
    this.refusal = '';
    try {
      const { template } = this;
      if (template) await ask(editTemplate, { ...input, state: template.state }, { params: { id: template.id } });
      else await ask(createTemplate, input, { idempotencyKey: this.#key });
      say(this.words.templates.saved(input.name));
      this.emit('desk-saved');
      this.emit('desk-close');
    } catch (error) {
      if (isDecided(error)) this.#key = newKey();
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
      else this.#focusError();
    } finally {
      this.busy = false;
    }
  }

  #focusError(): void {
    if (this.errors['name']) this.renderRoot.querySelector<HTMLElement>('[name=name]')?.focus();
    else this.updateComplete.then(() => this.terms.focusError());
  }

  override render() {
    const { words, template } = this;
    return html`<wa-dialog open label=${template ? words.templates.edit(template.name) : words.templates.new} @wa-after-hide=${whenClosed(() => this.emit('desk-close'))}>
      <form class="stack" novalidate @submit=${this.#save}>
        <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
        <wa-input size="s" name="name" label=${words.sell.name} maxlength=${limits.name} .value=${this.name} @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}>${errorHint(this.errors, 'name')}</wa-input>
        <wa-textarea size="s" rows="2" resize="auto" label=${words.templates.description} maxlength=${limits.description} .value=${this.description} @input=${(event: Event) => (this.description = (event.target as HTMLTextAreaElement).value)}>${errorHint(this.errors, 'description')}</wa-textarea>
        <desk-package-terms .typed=${this.typed} .errors=${this.errors} @desk-terms=${(event: CustomEvent<TypedTerms>) => (this.typed = event.detail)}></desk-package-terms>
      </form>
      <wa-button slot="footer" size="s" appearance="plain" @click=${() => this.emit('desk-close')}>${words.common.cancel}</wa-button>
      <wa-button slot="footer" size="s" variant="brand" ?loading=${this.busy} @click=${this.#save}>${words.common.save}</wa-button>
    </wa-dialog>`;
  }
}

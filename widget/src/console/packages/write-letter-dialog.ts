import { limits } from '@bookinda/contracts/limits';
import type { PackageFilter } from '@bookinda/contracts/packages/list-packages.dto';
import {
  type LetterPlaceholder,
  type LetterPreview,
  letterPlaceholders,
  type PackageLetter,
  unknownPlaceholders,
} from '@bookinda/contracts/packages/package-letter';
import { previewLetter, sendLetter } from '@bookinda/contracts/packages/routes';
import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/input/input.js';
import '@awesome.me/webawesome/dist/components/textarea/textarea.js';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ProblemError } from '../../platform/problem-error.js';
import { mailPreview } from '../look/mail-preview.js';
import { sheet } from '../look/styles.js';
import { dayOf } from '../look/when.js';
import { DeskForm } from '../shell/desk-form.js';
import { errorHint, type FieldErrors, missing } from '../shell/field-errors.js';
import { ask } from '../shell/here.js';
import { whenClosed } from '../shell/when-closed.js';
import { batchStyles } from './batch.styles.js';
import { fieldStyles } from './field.styles.js';
import './letter-card.js';

type Field = 'subject' | 'body';

/** PK-06: a letter to everybody whose package passes the filters: written, looked at, sent, followed. Emits `desk-close`. */
@customElement('desk-write-letter')
export class WriteLetterDialog extends DeskForm {
  static override styles = [
    sheet,
    fieldStyles,
    batchStyles,
    css`
      wa-dialog {
        --width: 680px;
      }
      .places {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
      }
      iframe {
        width: 100%;
        height: 320px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: #fff;
      }
    `,
  ];

  @property({ attribute: false }) filter: PackageFilter = {};
  @state() private subject = '';
  @state() private body = '';
  @state() private preview: LetterPreview | null = null;
  @state() private running: PackageLetter | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    Object.assign(this, this.words.letters.starter);
  }

  #type(field: Field, value: string): void {
    Object.assign(this, { [field]: value, errors: {}, preview: null });
  }

  /** At the cursor of the text; the cursor stands behind it. */
  async #insert(place: LetterPlaceholder): Promise<void> {
    const area = this.renderRoot.querySelector('wa-textarea')?.shadowRoot?.querySelector('textarea');
    const [start, end] = [area?.selectionStart ?? this.body.length, area?.selectionEnd ?? this.body.length];
    const word = `{${place}}`;
    this.#type('body', this.body.slice(0, start) + word + this.body.slice(end));
    await this.updateComplete;
    await this.renderRoot.querySelector('wa-textarea')?.updateComplete;
    area?.focus();
    area?.setSelectionRange(start + word.length, start + word.length);
  }

  #wrong(): FieldErrors {
    const { subject, body } = this;
    const errors = missing({ subject, body });
    for (const [path, text] of Object.entries({ subject, body })) {
      const [unknown] = unknownPlaceholders(text);
      if (unknown) errors[path] = this.words.letters.unknown(unknown);
    }
    return errors;
  }

  get #letter() {
    return { ...this.filter, subject: this.subject.trim(), body: this.body.trim() };
  }

  async #look(event?: Event): Promise<void> {
    event?.preventDefault();
    await this.attempt(this.#wrong(), async () => {
      this.preview = await ask(previewLetter, this.#letter);
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('.seen')?.focus();
    });
  }

  async #send(): Promise<void> {
    const { preview } = this;
    if (!preview) return;
    await this.attempt(this.#wrong(), async () => {
      const again = preview.before ? { again: true as const } : {};
      this.running = await ask(sendLetter, { ...this.#letter, ...again }, { idempotencyKey: this.key });
    });
  }

  /** A letter that somebody else sent meanwhile with the same words is shown and asked about. */
  protected override refused(error: unknown): void {
    const before = error instanceof ProblemError && error.code === 'sent-before' ? error.problem['before'] : null;
    if (before && this.preview) this.preview = { ...this.preview, before: before as LetterPreview['before'] };
  }

  override render() {
    const { words, running } = this;
    const close = () => this.emit('desk-close');
    return html`<wa-dialog open label=${words.letters.title} @wa-after-hide=${whenClosed(close)}>
      ${running ? html`<desk-letter .letter=${running}></desk-letter>` : this.#renderForm()}
      <wa-button slot="footer" size="s" appearance="plain" @click=${close}>${running ? words.batches.close : words.common.cancel}</wa-button>
      ${running ? nothing : this.#renderActions()}
    </wa-dialog>`;
  }

  #renderActions() {
    const { words, preview } = this;
    if (!preview)
      return html`<wa-button slot="footer" size="s" variant="brand" ?loading=${this.busy} @click=${this.#look}>${words.letters.check}</wa-button>`;
    const may = preview.customers > 0 && preview.customers <= preview.allowance;
    const label = preview.before ? words.letters.again : words.letters.send(preview.customers);
    return html`<wa-button slot="footer" size="s" variant="brand" ?disabled=${!may} ?loading=${this.busy} @click=${this.#send}>${label}</wa-button>`;
  }

  #renderForm() {
    const { words } = this;
    const value = (event: Event) => (event.target as HTMLInputElement).value;
    return html`<form class="stack" novalidate @submit=${this.#look}>
      <p>${words.letters.hint}</p>
      <div role="alert">${this.refusal ? html`<p class="notice bad">${this.refusal}</p>` : nothing}</div>
      <wa-input size="s" name="subject" label=${words.letters.subject} maxlength=${limits.subject} .value=${this.subject} @input=${(event: Event) => this.#type('subject', value(event))}>${errorHint(this.errors, 'subject')}</wa-input>
      <wa-textarea size="s" rows="8" resize="auto" name="body" label=${words.letters.body} maxlength=${limits.letter} .value=${this.body} @input=${(event: Event) => this.#type('body', value(event))}>${errorHint(this.errors, 'body')}</wa-textarea>
      <div class="places small" role="group" aria-label=${words.letters.insert}>
        <span class="quiet">${words.letters.insert}:</span>
        ${letterPlaceholders.map((place) => html`<button type="button" class="link" @click=${() => this.#insert(place)}>${words.letters.places[place]}</button>`)}
      </div>
      ${this.preview ? this.#renderPreview(this.preview) : nothing}
    </form>`;
  }

  #renderPreview({ customers, leftOut, sample, before, allowance }: LetterPreview) {
    const { words, language } = this;
    const out = leftOut.reduce((sum, one) => sum + one.customers, 0);
    return html`<section class="stack tight seen" tabindex="-1" aria-label=${words.letters.preview}>
      <h3>${customers > 0 ? words.letters.recipients(customers) : words.letters.nobody}</h3>
      ${before ? html`<p class="notice warn small">${words.letters.before(dayOf(before.at, language), before.customers)}</p>` : nothing}
      ${customers > allowance ? html`<p class="notice bad small">${words.letters.tooMany(allowance)}</p>` : nothing}
      ${
        out > 0
          ? html`<details><summary>${words.letters.leftOut(out)}</summary><ul class="each">${leftOut.map(
              (one) =>
                html`<li><span>${words.letters.why[one.why]} <span class="quiet">${one.examples.map(({ name }) => name).join(', ')}${one.customers > one.examples.length ? '…' : ''}</span></span><span class="number">${one.customers}</span></li>`,
            )}</ul></details>`
          : nothing
      }
      ${sample ? html`<p class="small quiet">${words.letters.as(sample.customer.name, sample.address)}</p><p><strong>${sample.subject}</strong></p><iframe sandbox="" title=${sample.subject} .srcdoc=${mailPreview(sample.html)}></iframe>` : nothing}
    </section>`;
  }
}

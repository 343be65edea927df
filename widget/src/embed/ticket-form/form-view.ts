import { localized } from '@bookinda/contracts/values';
import { html, nothing, type TemplateResult } from 'lit';
import { fill } from '../../platform/locale.js';
import { type FieldName, most } from './check-value.js';
import type { TicketForm } from './ticket-form.js';
import type { FormWords } from './words.en.js';

/** What is offered until the desk's own list has arrived: every desk starts with these. */
const usual = [
  ['BILLING', 'green'],
  ['TECHNICAL', 'red'],
  ['FEATURE_REQUEST', 'purple'],
  ['OTHER', 'gray'],
] as const;

const svg = (path: string) => html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>`;
const clip = 'M13.5 6v7.5a3.5 3.5 0 0 1-7 0V5a2.3 2.3 0 0 1 4.6 0v8a1.1 1.1 0 0 1-2.2 0V6';

/** The whole form, in whichever phase it is. */
export function formView(form: TicketForm, words: FormWords, language: string): TemplateResult {
  const level = form.headingLevel;
  return html`<div class="base" part="base">
    ${
      form.phase === 'sent'
        ? form.later?.sent()
        : html`<form part="form" novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        void form.submit();
      }}
      @paste=${(event: ClipboardEvent) => take(form, event, event.clipboardData)}
      @dragover=${(event: Event) => event.preventDefault()}
      @drop=${(event: DragEvent) => take(form, event, event.dataTransfer)}
    >
      ${form.later?.languages()}<slot name="heading"><div part="heading" role="heading" aria-level=${level}>${words.heading}</div></slot>
      <slot name="intro"></slot>
      ${form.later?.summary()}
      <fieldset class="all" ?disabled=${form.disabled || form.phase !== 'writing'}>
        ${categories(form, words, language)}
        ${form.known ? nothing : field(form, words, 'email', words.emailHint)}
        ${field(form, words, 'subject')}
        ${field(form, words, 'description', `${form.written.description.length.toLocaleString(language)} / ${most.description.toLocaleString(language)}`)}
        <div class="trap" aria-hidden="true"><input name="website" tabindex="-1" autocomplete="off" /></div>
        ${files(form, words)}
        <slot name="before-submit"></slot>
      </fieldset>
      <div class="row between">
        <span class="muted">${fill(words.usual, usualHours(form))}</span>
        <button part="submit" ?disabled=${form.disabled} aria-disabled=${form.phase !== 'writing'}>${form.phase === 'sending' ? words.sending : words.send}</button>
      </div>
      <div part="status" class="muted" ?hidden=${!form.status}>${navigator.onLine ? form.status : html`<slot name="offline">${form.status}</slot>`}</div>
    </form>`
    }
    <slot name="footer"></slot>
  </div>`;
}

function categories(form: TicketForm, words: FormWords, language: string) {
  const own = form.config?.categories.map(({ code, colour, prompt }) => [
    code,
    colour,
    localized(prompt, language.split('-')[0]!),
  ]);
  const offered = form.categories ? form.categories.split(/[\s,]+/) : undefined;
  const list = (own ?? usual.map(([code, colour]) => [code, colour, words[code]])).filter(
    ([code]) => !offered || offered.includes(code!),
  );
  return html`<fieldset part="field" id="category" aria-describedby="category-error">
    <legend part="label">${words.category}</legend>
    <div class="row">${list.map(
      ([code, colour, text]) => html`<label class="chip ring" data-tone=${colour!}><input
      type="radio" name="category" required .checked=${form.written.category === code} @change=${() => form.edit({ category: code })} />${text}</label>`,
    )}</div>
    ${wrong(form, 'category')}
  </fieldset>`;
}

function field(form: TicketForm, words: FormWords, name: Exclude<FieldName, 'category'>, hint?: string) {
  const invalid = form.errors[name] ? 'true' : 'false';
  const by = `${name}-error ${name}-hint`;
  const typed = (event: Event) => form.edit({ [name]: (event.target as HTMLInputElement).value });
  return html`<div part="field">
    <div class="row between"><label part="label" for=${name}>${words[name]}</label><span part="hint" class="muted" id="${name}-hint">${hint}</span></div>
    ${
      name === 'description'
        ? html`<textarea part="control" required id=${name} .value=${form.written[name]} aria-invalid=${invalid} aria-describedby=${by} @input=${typed} rows="5"></textarea>`
        : html`<input part="control" required id=${name} .value=${form.written[name]} aria-invalid=${invalid} aria-describedby=${by} @input=${typed} type=${name === 'email' ? name : 'text'} autocomplete=${name === 'email' ? name : 'off'} />`
    }
    ${wrong(form, name)}
  </div>`;
}

const wrong = (form: TicketForm, name: FieldName | 'files') =>
  html`<div part="error" id="${name}-error" ?hidden=${!form.errors[name]}>${form.errors[name]}</div>`;

function files(form: TicketForm, words: FormWords) {
  return form.maxFiles > 0
    ? html`<div part="file-drop" class="ring">
    <label for="files">${svg(clip)}<span>${words.files}<br /><span class="muted">${fill(words.filesHint, { n: form.maxFiles, size: form.fileSize })}</span></span></label>
    <input id="files" type="file" multiple accept=${form.fileKinds.join() || nothing} aria-describedby="files-error"
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        void form.attach(input.files!);
        input.value = '';
      }} />
    <ul>${form.attached.map((file) => form.later?.fileRow(file))}</ul>
    ${wrong(form, 'files')}
  </div>`
    : nothing;
}

function usualHours(form: TicketForm) {
  const { fromHours, toHours } = form.config?.usualAnswer ?? { fromHours: 24, toHours: 48 };
  return { from: fromHours, to: toHours };
}

function take(form: TicketForm, event: Event, data: DataTransfer | null): void {
  const files = [...(data?.files ?? [])];
  if (event.type === 'drop' || files.length) event.preventDefault();
  if (files.length) void form.attach(files);
}

import type { html as Html, nothing as Nothing, TemplateResult } from 'lit';
import type { AttachedFile } from './attached-files.js';
import type { TicketForm } from './ticket-form.js';

/** The parts of the view that are only seen after an act: error summary, file rows, success. */
export interface LaterViews {
  /** A choice, where the page does not say its language. */
  languages(): TemplateResult | typeof Nothing;
  sent(): TemplateResult;
  summary(): TemplateResult | typeof Nothing;
  fileRow(file: AttachedFile): TemplateResult;
  /** Texts that only this part needs. */
  readonly words: FormLaterWords;
  /** Set while a visitor's draft stands in the form that may be somebody else's: takes it away. */
  notMine?: () => void;
}

const en = {
  notMine: 'Not mine, clear',
  otherPerson: 'Someone else is signed in here now. This was not sent; it is kept for the person who wrote it.',
};
const hu = {
  notMine: 'Nem az enyém, törlés',
  otherPerson: 'Most már más van itt bejelentkezve. Az üzenet nem ment el; annak őrizzük, aki írta.',
} satisfies FormLaterWords;

export type FormLaterWords = typeof en;

const paper = 'M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15';
const cross = 'm6 6 8 8m0-8-8 8';
const tick = 'm5 10.5 3.5 3.5L15 6.5';

/** Lit comes as an argument: a chunk that imported it from the page's file would load that file twice under a query. */
export function laterViews(form: TicketForm, html: typeof Html, nothing: typeof Nothing): LaterViews {
  const svg = (path: string, kind = '') =>
    html`<svg class=${kind} viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>`;

  const own = ['en', 'hu'];
  const undeclared = !form.lang && !form.closest('[lang]');

  const later: LaterViews = {
    get words() {
      return { ...(form.language.startsWith('hu') ? hu : en), ...form.messages };
    },

    languages() {
      if (!undeclared) return nothing;
      const choose = (event: Event) => {
        form.lang = (event.target as HTMLSelectElement).value;
      };
      return html`<select class="languages" aria-label="Language" @change=${choose}>
        ${own.map((code) => html`<option value=${code} ?selected=${form.language.startsWith(code)} lang=${code}>${code.toUpperCase()}</option>`)}
      </select>`;
    },

    sent() {
      const { words, config, written, headingLevel, ticket } = form;
      const to = config?.customer ? config.customer.email : written.email;
      return html`<div part="success" tabindex="-1">
        ${svg(tick, 'done')}
        <div role="heading" aria-level=${headingLevel} part="heading">${form.say('sent', { number: ticket!.number })}</div>
        <p>${to ? form.say('wrote', { email: to }) : words.wroteNobody}</p>
        <slot name="success"></slot>
        <button type="button" class="quiet" part="again" @click=${() => startAgain(form)}>${words.another}</button>
      </div>`;
    },

    summary() {
      const wrong = Object.entries(form.errors).filter(([, text]) => text);
      if (!wrong.length)
        return later.notMine
          ? html`<div part="restored" class="row between"><span>${form.words.restored}</span><button type="button" class="quiet small" part="not-mine" @click=${later.notMine}>${later.words.notMine}</button></div>`
          : nothing;
      return html`<div part="error-summary" role="group" tabindex="-1" aria-labelledby="wrong">
        <div id="wrong" role="heading" aria-level=${form.headingLevel + 1}>${form.words.summary}</div>
        <ul>${wrong.map(([name, text]) => html`<li>${name === 'form' || !form.find(`#${name}`) ? text : html`<a href="#${name}" @click=${(event: Event) => goTo(form, event, name)}>${text}</a>`}</li>`)}</ul>
      </div>`;
    },

    fileRow({ file: { name, size }, key, again, error, id, progress }) {
      const { words } = form;
      return html`<li part="file">
        ${svg(id ? tick : paper, id ? 'ok' : '')}<span class="name">${name}</span>
        ${error ? html`<span part="error">${error}</span>` : html`<span class="muted">${form.sizeOf(size)}</span>`}
        ${error && again ? html`<button type="button" class="quiet small" @click=${() => form.behind().then((desk) => desk.again(key))}>${words.retry}</button>` : nothing}
        ${error || id ? nothing : html`<progress part="progress" value=${progress} max="1" aria-label=${form.say('uploading', { name })}></progress><span class="muted percent">${Math.round(progress * 100)} %</span>`}
        <button type="button" class="quiet icon" part="file-remove" aria-label=${form.say('remove', { name })} @click=${() => remove(form, key)}>${svg(cross)}</button>
      </li>`;
    },
  };
  return later;
}

function startAgain(form: TicketForm): void {
  form.reset();
  void form.updateComplete.then(() => form.focus());
}

function goTo(form: TicketForm, event: Event, name: string): void {
  event.preventDefault();
  (form.find(`#${name}:not(fieldset)`) ?? form.find(`#${name} input`))?.focus();
}

function remove(form: TicketForm, key: string): void {
  void form.behind().then((desk) => desk.remove(key));
  form.find('#files')?.focus();
}

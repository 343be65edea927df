import type { AskSalon } from './ask-salon.js';
import type { OwnHistory } from './own-history.js';

/** The inline form of one question, or the number it became. */
export function askView(history: OwnHistory, ask: AskSalon) {
  const { html, nothing } = history.later.kit;
  const { words, say } = history;
  const { id, about, shown, text, ticket, sending, status, error } = ask;
  const renewal = about === 'renewal';
  if (ticket && renewal)
    return html`<div part="asked" class="told" tabindex="-1" data-told=${id}>${say('gotIt', { number: ticket.number })}</div>`;
  if (!shown) return nothing;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!(await ask.send()) && ask.error) await history.focus(`[id="${id}"]`);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || sending) return;
    event.stopPropagation();
    void history.close(ask);
  };
  return html`<form part="ask" novalidate @submit=${submit} @keydown=${key}>
    ${renewal ? html`<p>${say('renewHint', { name: history.later.card.card!.name })}</p>` : nothing}
    <div>
      <label part="label" for=${id}>${renewal ? words.wish : words.what}</label>
      <textarea part="control" id=${id} rows="3" maxlength="5000" ?required=${!renewal} ?readonly=${sending} .value=${text}
        aria-invalid=${error ? 'true' : 'false'} aria-describedby="${id}-error" @input=${(event: Event) => ask.write((event.target as HTMLTextAreaElement).value)}></textarea>
      <div part="error" id="${id}-error" ?hidden=${!error}>${error}</div>
    </div>
    <div>
      <label part="label" for="${id}-files">${words.files}</label>
      <input part="files" id="${id}-files" type="file" multiple ?disabled=${sending} @change=${(event: Event) => ask.attach([...(event.target as HTMLInputElement).files!])} />
    </div>
    <div class="row">
      <button class="small" part="submit" aria-disabled=${sending}>${words.send}</button>
      <button type="button" class="quiet small" part="cancel" @click=${() => sending || history.close(ask)}>${words.close}</button>
      <span class="muted" part="status" ?hidden=${!status}>${status}</span>
    </div>
  </form>`;
}

import type { OwnHistoryEntry } from '@bookinda/contracts/packages/package';
import { askView } from './ask-view.js';
import type { OwnHistory } from './own-history.js';

/** The list of steps, newest first, and the foot with the check code. */
export function historyView(history: OwnHistory) {
  const { kit } = history.later;
  const { html, nothing } = kit;
  const { words, steps, next, failed, busy } = history;
  const retry = html`<div part="error" class="row between"><span>${words.late}</span><button type="button" class="quiet small" part="retry" @click=${() => (steps?.length && next ? history.more() : history.refresh())}>${words.retry}</button></div>`;
  return html`<div part="history" role="group" aria-label=${words.history}>
    ${steps ? html`<ol part="steps" role="list" aria-label=${words.history} aria-busy=${busy}>${steps.map((step) => stepView(history, step))}</ol>` : failed ? nothing : html`<div part="skeleton" role="img" aria-label=${words.loading}><i></i><i></i></div>`}
    ${failed ? retry : nothing}
    ${next && !failed ? html`<button type="button" class="quiet small" part="more" aria-disabled=${busy} @click=${() => history.more()}>${words.more}</button>` : nothing}
    ${steps ? foot(history) : nothing}
  </div>`;
}

function stepView(history: OwnHistory, step: OwnHistoryEntry) {
  const { html, nothing } = history.later.kit;
  const { reader, words, say } = history;
  const { id, reversed, remainingAfter, paidAfter, ticket } = step;
  const { showPrice } = history.later.card;
  const what = reader.title(step);
  const moved = reader.moved(step);
  const why = [reader.change(step), step.settledOn?.number].filter(Boolean).join(' · ');
  const after =
    remainingAfter !== null
      ? say('left', { n: remainingAfter })
      : paidAfter && showPrice
        ? say('paidInAll', { sum: reader.sum(paidAfter) })
        : '';
  const dispute = history.disputeOf(step);
  return html`<li part=${history.reached === id ? 'step reached' : 'step'} class=${reversed ? 'reversed' : ''}>
    <div class="row between">
      <span><b part="step-name">${what}</b> ${moved}${showPrice && step.amount ? html` ${reader.money(step)}` : nothing}</span>
      <span part="step-after">${after}</span>
    </div>
    ${why ? html`<div part="step-reason"><bdi>${why}</bdi></div>` : nothing}
    <div class="row between muted">
      <span><time dir="auto" datetime=${step.at}>${reader.moment(step)}</time> · ${reader.who(step)}${reversed ? html` · ${words.undone}` : nothing}</span>
      ${
        ticket
          ? html`<span part="asked" tabindex="-1" data-told="ask-${id}">${say('asked', { number: ticket.number })}</span>`
          : html`<button type="button" class="link" part="wrong" data-ask="ask-${id}" aria-expanded=${!!dispute?.shown} aria-label="${words.wrong} ${what}${moved && ` ${moved}`}, ${reader.moment(step)}"
            @click=${() => (dispute?.shown ? history.close(dispute) : history.dispute(step))}>${words.wrong}</button>`
      }
    </div>
    ${history.reached === id ? html`<div part="step-reached">${words.reached}</div>` : nothing}
    ${dispute ? askView(history, dispute) : nothing}
  </li>`;
}

/** PK-22: whoever kept a mail asks here whether anything before it was changed. */
function foot(history: OwnHistory) {
  const { html, nothing } = history.later.kit;
  const { words, check } = history;
  const opened = async (event: Event) => {
    if (history.check || !(event.target as HTMLDetailsElement).open) return;
    const { CodeCheck } = await import('../check/code-check.js');
    history.check ??= await CodeCheck.of(history);
    history.draw();
  };
  return html`<details part="check" @toggle=${opened}><summary>${words.check}</summary>${check?.view() ?? nothing}</details>`;
}

import { reassures, verdictOn } from '@bookinda/contracts/packages/verdict';
import { codeIn } from '../../../platform/check-code.js';
import type { OwnHistory } from '../history/own-history.js';
import { type CheckWords, en } from './words.en.js';

/** PK-22: compares a code from a mail with the history as it is kept now. */
export class CodeCheck {
  private said = '';
  private tone: 'green' | 'red' | undefined;
  private wrong = '';
  private busy = false;

  private constructor(
    private readonly history: OwnHistory,
    private readonly words: CheckWords,
  ) {}

  static async of(history: OwnHistory): Promise<CodeCheck> {
    return new CodeCheck(history, await history.later.spoken(en, () => import('./words.hu.js')));
  }

  view() {
    const { html, nothing } = this.history.later.kit;
    const { words, said, tone, wrong } = this;
    return html`<form part="check-form" novalidate @submit=${(event: SubmitEvent) => this.submit(event)}>
      <p class="muted" id="code-hint">${words.checkHint}</p>
      <label part="label" for="code">${words.code}</label>
      <div class="row">
        <input part="control" id="code" autocomplete="off" autocapitalize="off" spellcheck="false" aria-invalid=${wrong ? 'true' : 'false'} aria-describedby="code-error code-hint" />
        <button class="small" part="submit">${words.verify}</button>
      </div>
      <div part="error" id="code-error" ?hidden=${!wrong}>${wrong}</div>
      ${said ? html`<p part="verdict" tabindex="-1" data-tone=${tone!}>${said}</p>` : nothing}
      <p class="muted">${words.now}: <code>${this.history.head}</code></p>
    </form>`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { history, words } = this;
    if (this.busy) return;
    const head = codeIn((event.target as HTMLFormElement).querySelector('input')!.value);
    this.said = '';
    this.wrong = head ? '' : words.notCode;
    this.busy = !!head;
    history.draw();
    if (!head) return history.focus('#code');
    try {
      const found = await history.later.source.verify(history.packageId, head);
      const { verdict, step } = verdictOn(found);
      this.said = history.later.kit.fill(words[verdict], { n: step, max: found.length });
      this.tone = reassures(verdict) ? 'green' : 'red';
      history.reached = this.tone === 'green' ? history.steps?.find((step) => step.head === head)?.id : undefined;
    } catch {
      this.wrong = words.unchecked;
    }
    this.busy = false;
    history.draw();
    await history.focus(this.said ? '[part=verdict]' : '#code');
  }
}

import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { DeskElement } from '../shell/desk-element.js';
import { gathered } from '../shell/live.js';
import { refusalText } from '../shell/toasts.js';

/** A part of the day's screen: one question, asked anew when something changes, and what it shows of the answer. */
export abstract class TodayPart<Answer> extends DeskElement {
  @state() protected answer: Answer | null = null;
  @state() protected refusal = '';

  protected abstract question(): Promise<Answer>;
  protected abstract renderHead(answer: Answer | null): TemplateResult;
  protected abstract renderAnswer(answer: Answer): TemplateResult;

  override connectedCallback(): void {
    super.connectedCallback();
    this.read();
    const refresh = gathered(() => this.read(), 300);
    this.hear((change) => change.package, refresh);
  }

  protected async read(): Promise<void> {
    try {
      this.answer = await this.question();
      this.refusal = '';
    } catch (error) {
      this.refusal = refusalText(error);
    }
  }

  override render() {
    const { answer } = this;
    const bones = html`<div class="stack tight" aria-busy="true"><div class="bone"></div><div class="bone" style="width:64%"></div></div>`;
    return html`<section class="card part" aria-labelledby="title">
      <div class="spread head">${this.renderHead(answer)}</div>
      <div role="alert">${this.refusal ? html`<p class="error">${this.refusal}</p>` : nothing}</div>
      ${answer ? this.renderAnswer(answer) : this.refusal ? nothing : bones}
    </section>`;
  }
}

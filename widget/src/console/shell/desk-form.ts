import { state } from 'lit/decorators.js';
import { newKey } from '../../platform/call.js';
import { ProblemError } from '../../platform/problem-error.js';
import { DeskElement } from './desk-element.js';
import { type FieldErrors, fieldErrors } from './field-errors.js';
import { refusalText } from './toasts.js';

/** A form that does one thing at a time and says what is wrong with it: beside the field, or above the form. */
export abstract class DeskForm extends DeskElement {
  @state() protected errors: FieldErrors = {};
  @state() protected refusal = '';
  @state() protected busy = false;
  /** Of one intent, for verbs that must not happen twice. */
  protected key = newKey();

  /** Does `act` unless something is `wrong`. The first wrong field gets the focus, whoever found it. */
  protected async attempt(wrong: FieldErrors, act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.errors = wrong;
    this.refusal = '';
    if (Object.keys(wrong).length > 0) return this.focusError();
    this.busy = true;
    try {
      await act();
    } catch (error) {
      if (isDecided(error)) this.key = newKey();
      this.errors = fieldErrors(error);
      if (Object.keys(this.errors).length === 0) this.refusal = refusalText(error);
      else await this.focusError();
      this.refused(error);
    } finally {
      this.busy = false;
    }
  }

  /** What a form does besides when it was refused. */
  protected refused(_error: unknown): void {}

  protected async focusError(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[name="${Object.keys(this.errors)[0]}"]`)?.focus();
  }
}

/**
 * Whether the answer says that nothing happened. Without an answer, or with one from a server in trouble, it may have happened
 * all the same: the next click is the same intent with the same key.
 */
export function isDecided(error: unknown): boolean {
  return error instanceof ProblemError && error.status >= 400 && error.status < 500 && error.code !== 'in-progress';
}

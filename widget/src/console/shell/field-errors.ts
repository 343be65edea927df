import { html, nothing } from 'lit';
import { ProblemError } from '../../platform/problem-error.js';
import { spoken } from '../words/words.js';

/** Path of a field → what is wrong with it, in the person's language. */
export type FieldErrors = Record<string, string>;

/** The wrong fields of a refusal; empty when it is not about fields. */
export function fieldErrors(error: unknown): FieldErrors {
  if (!(error instanceof ProblemError)) return {};
  const { fields } = spoken().words;
  return Object.fromEntries(error.errors.map(({ path, code, message }) => [path, fields.byCode[code] ?? message]));
}

/** Fields of `values` that are empty. */
export function missing(values: Record<string, string>): FieldErrors {
  const { fields } = spoken().words;
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => !value.trim())
      .map(([path]) => [path, fields.required]),
  );
}

/** Goes into a control as its hint, so that it is read with the field. */
export function errorHint(errors: FieldErrors, path: string, otherwise: unknown = nothing) {
  return errors[path] ? html`<span slot="hint" class="error">${errors[path]}</span>` : otherwise;
}

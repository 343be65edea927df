import { ticketLimits } from '@bookinda/contracts/limits';
import { fill } from '../../platform/locale.js';
import type { FormWords } from './words.en.js';

/** Characters each field takes. */
export const most = { category: 60, ...ticketLimits };

/** What a person fills in. */
export interface FormValue {
  category: string;
  email: string;
  subject: string;
  description: string;
}

export const fields = ['category', 'email', 'subject', 'description'] as const;
export type FieldName = (typeof fields)[number];

/** Text beside each wrong field; `files` and `form` for what belongs to no single control. */
export type Errors = Partial<Record<FieldName | 'files' | 'form', string>>;

/** What is wrong with `value`, in words; empty when it can be sent. A known customer needs no e-mail. */
export function checkValue(value: FormValue, known: boolean, words: FormWords): Errors {
  const errors: Errors = {};
  for (const name of fields) {
    if (name === 'email' && known) continue;
    const text = value[name].trim();
    const over = text.length - most[name];
    if (!text) errors[name] = words[`need-${name}`];
    else if (over > 0) errors[name] = fill(words.tooLong, { n: over });
    else if (name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text)) errors[name] = words.badEmail;
  }
  return errors;
}

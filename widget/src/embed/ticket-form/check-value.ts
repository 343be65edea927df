import { limits } from '@bookinda/contracts/limits';
import { fill } from '../../platform/locale.js';
import type { FormWords } from './words.en.js';

/** What a person fills in. */
export interface FormValue {
  category: string;
  email: string;
  subject: string;
  description: string;
}

export const fieldNames = ['category', 'email', 'subject', 'description'] as const;
export type FieldName = (typeof fieldNames)[number];

/** Text beside each wrong field; `files` and `form` for what belongs to no single control. */
export type Errors = Partial<Record<FieldName | 'files' | 'form', string>>;

const missing = { category: 'needCategory', email: 'needEmail', subject: 'needSubject', description: 'needDescription' } as const;

/** What is wrong with `value`, in words; empty when it can be sent. A known customer needs no e-mail. */
export function checkValue(value: FormValue, known: boolean, words: FormWords): Errors {
  const errors: Errors = {};
  for (const name of fieldNames) {
    if (name === 'email' && known) continue;
    const text = value[name].trim();
    const over = name === 'category' ? 0 : text.length - limits[name];
    if (!text) errors[name] = words[missing[name]];
    else if (over > 0) errors[name] = fill(words.tooLong, { n: over });
    else if (name === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text)) errors[name] = words.badEmail;
  }
  return errors;
}

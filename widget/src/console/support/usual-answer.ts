import type { UsualAnswer } from '@bookinda/contracts/support/ticket';
import type { Words } from '../words/en.js';

/** BS-12: `Usually answered within 24–48 h`. */
export function usualAnswer({ fromHours, toHours }: UsualAnswer, words: Words): string {
  return words.own.usualAnswer(fromHours, toHours);
}

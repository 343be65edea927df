import type { PackageMatter } from '@bookinda/contracts/packages/package-matter';
import type { SettlePackageMatter } from '@bookinda/contracts/packages/settle-package-matter.dto';
import { formatMoney, type Language } from '@bookinda/contracts/values';
import { calendarDay } from '../look/when.js';
import type { Words } from '../words/en.js';

/** What is sent beside the words of the reply. */
export type ChosenRemedy = Omit<SettlePackageMatter, 'body' | 'uploads' | 'seen'>;

/** PK-21: `Massage: 3/10 → 2/10 used.`, `Valid through 3 Jan 2027 → 3 Feb 2027.`, then what becomes of answer and ticket. */
export function whatWillHappen(
  chosen: ChosenRemedy,
  matter: PackageMatter,
  words: Words,
  language: Language,
): string[] {
  const { willSend, willResolve } = words.matter;
  return [effectOf(chosen, matter, words, language), willSend, ...(chosen.resolve ? [willResolve] : [])];
}

function effectOf(
  { remedy, redemption, service, sessions, expiresOn, amount = 0, method = 'other' }: ChosenRemedy,
  { card, step }: PackageMatter,
  words: Words,
  language: Language,
): string {
  const { matter, methods, packages } = words;
  if (remedy === 'refund') {
    const { currency } = card.paid;
    const money = (minor: number) => formatMoney({ amount: minor, currency }, language);
    return matter.willRefund(money(amount), methods[method], money(card.paid.amount - amount));
  }
  const day = (date: string | null | undefined) => (date ? calendarDay(date, language) : packages.never);
  if (remedy === 'extend') return matter.willExtend(day(card.expiresOn), day(expiresOn));
  const moved = redemption ? { service: step?.service?.id, sessions: step?.sessions ?? 0 } : { service, sessions };
  const line = card.services.find(({ id }) => id === moved.service);
  if (!line) return '';
  const { name, used, total } = line;
  return matter.willRestore(name, `${used}/${total}`, `${used - (moved.sessions ?? 0)}/${total}`);
}

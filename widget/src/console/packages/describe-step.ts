import { cancelReasons, type HistoryEntry } from '@bookinda/contracts/packages/package';
import type { PackageStatus } from '@bookinda/contracts/packages/package-status';
import { formatMoney, type Language } from '@bookinda/contracts/values';
import { calendarDay } from '../look/when.js';
import type { Words } from '../words/en.js';

/** `1 Jan 2027 → Never expires`, `Active → Cancelled`; empty for steps that change neither. */
export function changeOf({ kind, change }: HistoryEntry, words: Words, language: Language): string {
  if (!change) return '';
  const say = (value: string | null) =>
    kind === 'expiry-changed'
      ? value
        ? calendarDay(value, language)
        : words.packages.never
      : (words.packageStatus[value as PackageStatus] ?? value ?? '');
  return `${say(change.from)} → ${say(change.to)}`;
}

/** `+€20.00 · Card`; empty for steps that move no money. */
export function moneyOfStep({ amount, method }: HistoryEntry, words: Words, language: Language): string {
  if (!amount) return '';
  const sign = amount.amount > 0 ? '+' : '−';
  const sum = formatMoney({ ...amount, amount: Math.abs(amount.amount) }, language);
  return `${sign}${sum}${method ? ` · ${words.methods[method]}` : ''}`;
}

/** `Correction: counted twice` as it is logged (PK-09); other steps by their kind. */
export function titleOf({ kind, reason }: HistoryEntry, words: Words): string {
  return kind === 'correction' && reason ? `${words.history.kinds[kind]}: ${reason}` : words.history.kinds[kind];
}

/** Why, in the person's language where the reason is one of ours; a correction says it in its title. */
export function reasonOf({ kind, reason, text }: HistoryEntry, words: Words): string {
  if (kind === 'correction') return '';
  const known = kind === 'cancelled' && cancelReasons.find((code) => code === reason);
  const why = known ? words.cancelling.reasons[known] : reason;
  return [why, text].filter(Boolean).join(': ');
}

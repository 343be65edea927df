import { cancelReasons, type HistoryEntry } from '@bookinda/contracts/packages/package';
import { frozenDays } from '@bookinda/contracts/packages/package-freeze';
import type { PackageStatus } from '@bookinda/contracts/packages/package-status';
import { formatMoney, type Language, type LocalDate } from '@bookinda/contracts/values';
import { calendarDay } from '../look/when.js';
import type { Words } from '../words/en.js';

/** `1 Jan 2027 → Never expires`, `Active → Cancelled`, `to Anna`; empty for steps that change nothing of that kind. */
export function changeOf(entry: HistoryEntry, words: Words, language: Language): string {
  const { kind, change, freeze } = entry;
  if (!change) return otherOf(entry, words);
  if (kind === 'cancelled') return arrow(change, (value) => words.packageStatus[value as PackageStatus] ?? value ?? '');
  if (kind === 'expiry-changed')
    return arrow(change, (value) => (value ? calendarDay(value, language) : words.packages.never));
  const days = freeze && kind === 'frozen' ? rangeText(freeze, words, language) : thawedText(entry, words);
  const moved = arrow(change, (value) => (value ? calendarDay(value, language) : words.freeze.rests));
  return [days, change.from || change.to ? moved : ''].filter(Boolean).join(' · ');
}

function arrow(
  { from, to }: { from: string | null; to: string | null },
  say: (value: string | null) => string,
): string {
  return `${say(from)} → ${say(to)}`;
}

/** PK-19: `Frozen 1 Jan to 14 Jan`. */
export function freezeText(
  { from, until }: { from: LocalDate; until: LocalDate | null },
  words: Words,
  language: Language,
): string {
  const [first, last] = [calendarDay(from, language), until && calendarDay(until, language)];
  return last ? words.freeze.on(first, last) : words.freeze.since(first);
}

/** The days alone, beside a title that says the rest. */
function rangeText(
  { from, until }: { from: LocalDate; until: LocalDate | null },
  words: Words,
  language: Language,
): string {
  const first = calendarDay(from, language);
  return until ? words.freeze.range(first, calendarDay(until, language)) : words.freeze.openRange(first);
}

function thawedText({ freeze }: HistoryEntry, words: Words): string {
  const days = freeze ? frozenDays(freeze.from, freeze.until) : 0;
  return words.freeze.frozenDays(words.freeze.days(days));
}

/** PK-19: whom sessions went to or came from; a renewal names the other package. */
function otherOf({ kind, other }: HistoryEntry, words: Words): string {
  if (!other) return '';
  if (kind === 'transfer-out') return words.transfer.to(other.customer.name);
  if (kind === 'transfer-in') return words.transfer.from(other.customer.name);
  return `${kind === 'renewed' ? words.renewal.by : words.renewal.of} ${other.name}`;
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

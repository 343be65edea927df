import type { OwnHistoryEntry } from '@bookinda/contracts/packages/package';
import { knownZone } from '../../../platform/known-zone.js';
import type { Kit } from '../card-view.js';
import type { CardWords } from '../words.en.js';
import type { HistoryWords } from './words.en.js';

/** The card's words and the history's. */
export type StepWords = CardWords & HistoryWords;

/** How steps read in one language. */
export class StepReader {
  private readonly moments: Intl.DateTimeFormat;

  constructor(
    readonly words: StepWords,
    readonly language: string,
    private readonly kit: Kit,
    /** The salon's zone. */
    readonly timeZone: string | undefined,
  ) {
    // Plain "en" would mean American dates.
    const tag = language === 'en' ? 'en-GB' : language;
    const zone = knownZone(timeZone);
    this.moments = new Intl.DateTimeFormat(
      tag,
      zone
        ? { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }
        : {
            year: 'numeric',
            month: 'short',
            day: 'numeric',
            hour: '2-digit',
            minute: '2-digit',
            timeZoneName: 'short',
          },
    );
  }

  say(name: keyof StepWords, facts: Record<string, string | number> = {}): string {
    return this.kit.fill(this.words[name], facts);
  }

  /** A kind that came after this code is a change. */
  title({ kind }: OwnHistoryEntry): string {
    return this.words[kind] ?? this.words.step;
  }

  /** Day and time at the salon; where the browser does not know its zone, on the device, which the text then says. */
  moment({ at }: OwnHistoryEntry): string {
    return this.moments.format(Date.parse(at));
  }

  /** `Massage −1`; sessions count as what it does to what is left. */
  moved({ service, sessions }: OwnHistoryEntry): string {
    return [service?.name, sessions && this.signed(-sessions)].filter(Boolean).join(' ');
  }

  /** `+2`, `−1` */
  signed(value: number, text = String(Math.abs(value))): string {
    return (value < 0 ? '−' : '+') + text;
  }

  /** `+20 000 Ft · cash` */
  money({ amount, method }: OwnHistoryEntry): string {
    if (!amount) return '';
    const sum = this.sum({ ...amount, amount: Math.abs(amount.amount) });
    return [this.signed(amount.amount, sum), method && this.words[method]].filter(Boolean).join(' · ');
  }

  sum(money: NonNullable<OwnHistoryEntry['amount']>): string {
    return this.kit.formatMoney(money, this.language);
  }

  /** `3 Jan 2027 → no expiry`, `Active → Cancelled`, the days of a pause */
  change({ change, freeze }: OwnHistoryEntry): string {
    const days = freeze && `${this.value(freeze.from)} – ${freeze.until ? this.value(freeze.until) : ''}`;
    const values = change && [change.from, change.to].map((value) => this.value(value)).join(' → ');
    return [days, values].filter(Boolean).join(' · ');
  }

  /** Who gave the service, else who wrote it down. */
  who({ staff, actor }: OwnHistoryEntry): string {
    return staff ?? actor;
  }

  private value(value: string | null): string {
    if (value === null) return this.words.noDate;
    return /^\d{4}-\d\d-\d\d$/.test(value)
      ? this.kit.day(value, this.language)
      : (this.words[value as keyof StepWords] ?? value);
  }
}

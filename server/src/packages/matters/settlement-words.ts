import type { PaymentMethod } from '@bookinda/contracts/packages/payment';
import { formatMoney, type Language, type LocalDate } from '@bookinda/contracts/values';
import { formatLongDay } from '@bookinda/contracts/written-date';
import type { Remedied } from './remedies.js';

interface Words {
  restored(sessions: number, service: string, used: string): string;
  extended(from: string, to: string): string;
  unlimited(from: string): string;
  refunded(sum: string, method: string): string;
  methods: Record<PaymentMethod, string>;
}

const words: Record<Language, Words> = {
  en: {
    restored: (sessions, service, used) =>
      `${sessions === 1 ? '1 session' : `${sessions} sessions`} given back. ${service}: ${used} used.`,
    extended: (from, to) => `Valid through ${to} (before: ${from}).`,
    unlimited: (from) => `Does not expire any more (before: ${from}).`,
    refunded: (sum, method) => `${sum} refunded (${method}).`,
    methods: { cash: 'cash', card: 'card', transfer: 'bank transfer', voucher: 'voucher', other: 'other' },
  },
  hu: {
    restored: (sessions, service, used) => `${sessions} alkalmat visszaadtunk. ${service}: ${used} felhasználva.`,
    extended: (from, to) => `Új lejárat: ${to} (eddig: ${from}).`,
    unlimited: (from) => `Többé nem jár le (eddig: ${from}).`,
    refunded: (sum, method) => `Visszatérítettünk: ${sum} (${method}).`,
    methods: { cash: 'készpénz', card: 'bankkártya', transfer: 'átutalás', voucher: 'utalvány', other: 'egyéb' },
  },
};

/** PK-21: what was done, as thread and mail say it to the customer. */
export function sayRemedy(
  { remedy, sessions, service, expiresOn, amount, method }: Remedied,
  currency: string,
  language: Language,
  timeZone: string,
): string {
  const say = words[language];
  if (remedy === 'refund')
    return say.refunded(formatMoney({ amount: amount ?? 0, currency }, language), say.methods[method ?? 'other']);
  if (remedy === 'restore')
    return say.restored(sessions ?? 0, service?.name ?? '', `${service?.usedAfter ?? 0}/${service?.total ?? 0}`);
  const day = (date: LocalDate | null | undefined) => (date ? formatLongDay(date, language, timeZone) : '');
  const from = day(expiresOn?.from);
  return expiresOn?.to ? say.extended(from, day(expiresOn.to)) : say.unlimited(from);
}

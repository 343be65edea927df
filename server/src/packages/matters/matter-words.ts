import type { OwnHistoryEntry } from '@bookinda/contracts/packages/package';
import type { Language, LocalDate } from '@bookinda/contracts/values';
import { endSentence, formatMediumDay } from '@bookinda/contracts/written-date';

type StepWords = Record<OwnHistoryEntry['kind'], string>;

interface Words {
  steps: StepWords;
  dispute(name: string, step: string, day: string): string;
  renewal(name: string): string;
  /** What stands in the thread where she wrote nothing. */
  wish(name: string): string;
}

const words: Record<Language, Words> = {
  en: {
    steps: {
      sold: 'sale',
      redemption: 'redemption',
      reversal: 'reversal',
      correction: 'correction',
      payment: 'payment',
      refund: 'refund',
      'payment-reversal': 'payment taken back',
      'expiry-changed': 'change of expiry',
      cancelled: 'cancellation',
      'transfer-out': 'transfer to somebody else',
      'transfer-in': 'transfer from somebody else',
      frozen: 'pause',
      thawed: 'end of a pause',
      renewed: 'renewal',
    },
    dispute: (name, step, day) => `Something wrong? ${name}: ${step} on ${day}`,
    renewal: (name) => `Renew: ${name}`,
    wish: (name) => `I would like ${name} again.`,
  },
  hu: {
    steps: {
      sold: 'eladás',
      redemption: 'beváltás',
      reversal: 'visszavonás',
      correction: 'javítás',
      payment: 'befizetés',
      refund: 'visszatérítés',
      'payment-reversal': 'visszavont befizetés',
      'expiry-changed': 'lejárat módosítása',
      cancelled: 'lemondás',
      'transfer-out': 'átadás másnak',
      'transfer-in': 'átvétel mástól',
      frozen: 'szüneteltetés',
      thawed: 'szünet vége',
      renewed: 'megújítás',
    },
    dispute: (name, step, day) => `Valami nem stimmel? ${name}: ${step}, ${day}`,
    renewal: (name) => `Megújítás: ${name}`,
    wish: (name) => endSentence(`Szeretném újra megvenni: ${name}`),
  },
};

/** `hu-HU` → `hu`; what we do not speak is English. */
export function spokenFrom(tag: string): Language {
  return tag.toLowerCase().startsWith('hu') ? 'hu' : 'en';
}

/** PK-21: the subject of a dispute, `Something wrong? Massage 10: redemption on 3 Nov 2026`. */
export function disputeSubject(
  language: Language,
  name: string,
  step: { kind: OwnHistoryEntry['kind']; day: LocalDate },
  timeZone: string,
): string {
  const { dispute, steps } = words[language];
  return dispute(name, steps[step.kind], formatMediumDay(step.day, language, timeZone));
}

export function renewalSubject(language: Language, name: string): string {
  return words[language].renewal(name);
}

export function renewalWish(language: Language, name: string): string {
  return words[language].wish(name);
}

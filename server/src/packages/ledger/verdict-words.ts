import type { Verdict } from '@bookinda/contracts/packages/verdict';
import type { Language } from '@bookinda/contracts/values';

type Says = Record<Verdict, (step: number, length: number) => string>;

interface VerdictWords extends Says {
  /** Titles of the page. */
  whole: string;
  changed: string;
  code: (head: string) => string;
}

/** PK-22: what the page behind a mail's link says about the mail's code. */
export const verdictWords: Record<Language, VerdictWords> = {
  en: {
    whole: 'Nothing was changed',
    changed: 'The history was changed',
    code: (head) => `Check code of your mail: ${head}`,
    known: (step, length) =>
      `Your mail came after step ${step}, now there are ${length}. Nothing before it was changed.`,
    newest: () => 'Your mail shows the newest state of the history. Nothing was changed.',
    first: (_step, length) =>
      `Your mail came with the sale; ${length} ${length === 1 ? 'step' : 'steps'} followed. The sale was not changed.`,
    unknown: () =>
      'The code of your mail does not belong to this history any more: a step was changed after the mail was sent. Keep the mail and show it to the salon’s owner.',
    broken: (step, length) =>
      `Step ${step} of ${length} was cut or edited afterwards. Keep the mail and show it to the salon’s owner.`,
  },
  hu: {
    whole: 'Semmi sem változott',
    changed: 'A történetet megváltoztatták',
    code: (head) => `A levél ellenőrző kódja: ${head}`,
    known: (step, length) =>
      `A levél ${step} lépés után érkezett, most ${length} van. Ami előtte történt, nem változott.`,
    newest: () => 'A levél a történet legújabb állapotát mutatja. Semmi sem változott.',
    first: (_step, length) => `A levél az eladáskor érkezett, azóta ${length} lépés történt. Az eladás nem változott.`,
    unknown: () =>
      'A levél kódja már nem tartozik ehhez a történethez: a levél elküldése után megváltoztattak egy lépést. Őrizze meg a levelet, és mutassa meg a szalon tulajdonosának.',
    broken: (step, length) =>
      `Utólag kivették vagy átírták ezt: ${step}. lépés (${length} közül). Őrizze meg a levelet, és mutassa meg a szalon tulajdonosának.`,
  },
};

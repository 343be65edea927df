import type { Language } from '@bookinda/contracts/values';

const en = {
  unsubscribe: 'No more of these mails',
  ended: 'These mails end now.',
  question: 'Shall these mails end?',
  confirm: 'End these mails',
  linkRemoved: 'link removed',
};

/** What every mail may say, whatever it is about. */
export const wordsOfMails: Record<Language, typeof en> = {
  en,
  hu: {
    unsubscribe: 'Nem kérek több ilyen levelet',
    ended: 'Több ilyen levelet nem küldünk.',
    question: 'Ne küldjünk több ilyen levelet?',
    confirm: 'Ne küldjenek többet',
    linkRemoved: 'a linket eltávolítottuk',
  },
};

import type { Language } from '@bookinda/contracts/values';
import type { Letter } from '../../notifications/mail/letter.js';

const en = {
  subject: 'Choose a new password',
  hello: (name: string) => `Hello ${name},`,
  why: 'Somebody asked for a new password for your Bookinda Desk account. If it was you, choose one within the next hour.',
  button: 'Choose a new password',
  smallPrint: 'The link works once. If it was not you, ignore this mail: your password stays as it is.',
};
const hu = {
  subject: 'Új jelszó megadása',
  hello: (name: string) => `Kedves ${name}!`,
  why: 'Valaki új jelszót kért az Ön Bookinda Desk-fiókjához. Ha Ön volt az, egy órán belül adja meg az újat.',
  button: 'Új jelszó megadása',
  smallPrint:
    'A hivatkozás egyszer használható. Ha nem Ön kérte, hagyja figyelmen kívül ezt a levelet: a jelszava nem változik.',
} satisfies typeof en;
const words: Record<Language, typeof en> = { en, hu };

/** To whoever asked for a new password; `url` holds the link's secret. */
export function passwordResetMail(language: string, name: string, url: string): { subject: string; letter: Letter } {
  const spoken: Language = language === 'hu' ? 'hu' : 'en';
  const { subject, hello, why, button, smallPrint } = words[spoken];
  return {
    subject,
    letter: {
      language: spoken,
      heading: subject,
      paragraphs: [hello(name), why],
      button: { label: button, url },
      smallPrint,
    },
  };
}

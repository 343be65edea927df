import { deviceName } from '@bookinda/contracts/identity/device-name';
import type { Language } from '@bookinda/contracts/values';
import { endSentence } from '@bookinda/contracts/written-date';
import type { Letter } from '../../notifications/mail/letter.js';

/** What a person or an owner gets a mail about. */
export type SecurityNotice =
  | 'new-sign-in'
  | 'authenticator-added'
  | 'authenticator-removed'
  | 'recovery-code-used'
  | 'recovery-codes-renewed'
  | 'password-changed'
  | 'password-reset'
  | 'sessions-ended'
  | 'api-key-created'
  | 'secret-rotated'
  | 'owner-invited'
  | 'manager-invited'
  | 'site-key-origins';

interface Facts {
  /** The recipient's name. */
  name: string;
  tenant: string;
  /** Who did it; only named where the recipient may be somebody else. */
  by: string;
  /** A key's name, the name and address of who is invited, or a site key's name and origins. */
  about: string;
  /** Recovery codes that are left. */
  left: number;
}

type Sentences = Record<SecurityNotice, (facts: Facts) => { subject: string; what: string }>;

const en = {
  hello: (name: string) => `Hello ${name},`,
  when: (time: string, device: string, network: string) => `When: ${time}\nDevice: ${device}\nNetwork: ${network}`,
  advice:
    'If this was you, there is nothing to do. If not, sign in, choose a new password and end all other sessions under “Account and security”.',
  adviceAboutKey: 'If you do not know about this, please ask your colleagues, and take the key back in the settings.',
  adviceAboutMember:
    'If you do not know about this, please ask your colleagues at once. Until the invitation is accepted, inviting the same address again as a staff member ends it.',
  button: 'Open Bookinda Desk',
  smallPrint: 'This mail comes with every change to the security of an account and cannot be switched off.',
  smallPrintToOwners:
    'This mail comes with every change to the keys of the salon and when an owner or a manager is invited. It cannot be switched off.',
  notices: {
    'new-sign-in': () => ({
      subject: 'A sign-in from a new device or network',
      what: 'Somebody signed in to your Bookinda Desk account from a device or network that was not used in the last 90 days.',
    }),
    'authenticator-added': () => ({
      subject: 'Two-factor sign-in was turned on',
      what: 'An authenticator app was added to your Bookinda Desk account. Signing in asks for its code from now on. Your other sessions have ended.',
    }),
    'authenticator-removed': () => ({
      subject: 'Two-factor sign-in was turned off',
      what: 'The authenticator app was removed from your Bookinda Desk account, and its recovery codes are void. Your other sessions have ended.',
    }),
    'recovery-code-used': ({ left }) => ({
      subject: 'A recovery code was used',
      what: `One of the recovery codes of your Bookinda Desk account was used instead of the app's code. ${left === 1 ? 'One is' : `${left} are`} left.`,
    }),
    'recovery-codes-renewed': () => ({
      subject: 'New recovery codes',
      what: 'Ten new recovery codes were made for your Bookinda Desk account. The ones before no longer work.',
    }),
    'password-changed': () => ({
      subject: 'Your password was changed',
      what: 'The password of your Bookinda Desk account was changed. Your other sessions have ended.',
    }),
    'password-reset': () => ({
      subject: 'A new password was set',
      what: 'A new password was set for your Bookinda Desk account with the link from a mail. All sessions have ended.',
    }),
    'sessions-ended': () => ({
      subject: 'Your other sessions were ended',
      what: 'All other sessions of your Bookinda Desk account were ended.',
    }),
    'api-key-created': ({ tenant, by, about }) => ({
      subject: `A new API key at ${tenant}`,
      what: endSentence(`${by} created the API key “${about}” at ${tenant}`),
    }),
    'secret-rotated': ({ tenant, by }) => ({
      subject: `The customer token secret of ${tenant} was replaced`,
      what: `${by} replaced the secret that the website of ${tenant} signs customer tokens with. The one before works for 15 more minutes.`,
    }),
    'owner-invited': ({ tenant, by, about }) => ({
      subject: `A new owner was invited to ${tenant}`,
      what: `${by} invited ${about} to be an owner of ${endSentence(tenant)} An owner may do everything there.`,
    }),
    'manager-invited': ({ tenant, by, about }) => ({
      subject: `A new manager was invited to ${tenant}`,
      what: `${by} invited ${about} to be a manager of ${endSentence(tenant)} A manager may invite members and make keys.`,
    }),
    'site-key-origins': ({ tenant, by, about }) => ({
      subject: `Which websites may use a site key of ${tenant}`,
      what: `${by} set the websites that may use this site key of ${endSentence(tenant)} ${about}`,
    }),
  } satisfies Sentences as Sentences,
};

const hu: typeof en = {
  hello: (name) => `Kedves ${name}!`,
  when: (time, device, network) => `Mikor: ${time}\nEszköz: ${device}\nHálózat: ${network}`,
  advice:
    'Ha Ön volt az, nincs teendője. Ha nem, jelentkezzen be, adjon meg új jelszót, és a „Fiók és biztonság” alatt léptesse ki az összes többi eszközt.',
  adviceAboutKey: 'Ha nem tud erről, kérdezze meg a munkatársait, és vonja vissza a kulcsot a beállításokban.',
  adviceAboutMember:
    'Ha nem tud erről, azonnal kérdezze meg a munkatársait. Amíg a meghívót nem fogadták el, érvénytelenné válik, ha ugyanezt a címet munkatársként újra meghívja.',
  button: 'A Bookinda Desk megnyitása',
  smallPrint: 'Ez a levél a fiók biztonságának minden változásakor megérkezik, és nem kapcsolható ki.',
  smallPrintToOwners:
    'Ez a levél a szalon kulcsainak minden változásakor, valamint tulajdonos vagy vezető meghívásakor megérkezik, és nem kapcsolható ki.',
  notices: {
    'new-sign-in': () => ({
      subject: 'Bejelentkezés új eszközről vagy hálózatról',
      what: 'Valaki olyan eszközről vagy hálózatról jelentkezett be az Ön Bookinda Desk-fiókjába, amelyet az elmúlt 90 napban nem használt.',
    }),
    'authenticator-added': () => ({
      subject: 'A kétlépcsős bejelentkezés bekapcsolva',
      what: 'Hitelesítő alkalmazás került az Ön Bookinda Desk-fiókjához. Bejelentkezéskor ezentúl annak kódjára is szükség van. A többi eszközön kijelentkeztettük.',
    }),
    'authenticator-removed': () => ({
      subject: 'A kétlépcsős bejelentkezés kikapcsolva',
      what: 'A hitelesítő alkalmazás lekerült az Ön Bookinda Desk-fiókjáról, a helyreállító kódok érvénytelenek. A többi eszközön kijelentkeztettük.',
    }),
    'recovery-code-used': ({ left }) => ({
      subject: 'Helyreállító kódot használtak',
      what: `Az Ön Bookinda Desk-fiókjának egyik helyreállító kódját az alkalmazás kódja helyett felhasználták. Még ${left} kód maradt.`,
    }),
    'recovery-codes-renewed': () => ({
      subject: 'Új helyreállító kódok',
      what: 'Tíz új helyreállító kód készült az Ön Bookinda Desk-fiókjához. A korábbiak már nem érvényesek.',
    }),
    'password-changed': () => ({
      subject: 'Megváltozott a jelszava',
      what: 'Az Ön Bookinda Desk-fiókjának jelszava megváltozott. A többi eszközön kijelentkeztettük.',
    }),
    'password-reset': () => ({
      subject: 'Új jelszó a fiókjához',
      what: 'Az Ön Bookinda Desk-fiókjához egy levélben kapott hivatkozással új jelszót adtak meg. Minden eszközön kijelentkeztettük.',
    }),
    'sessions-ended': () => ({
      subject: 'Kijelentkeztetés a többi eszközön',
      what: 'Az Ön Bookinda Desk-fiókjából minden más eszközön kijelentkeztettük.',
    }),
    'api-key-created': ({ tenant, by, about }) => ({
      subject: `Új API-kulcs: ${tenant}`,
      what: `${by} új API-kulcsot hozott létre itt: ${endSentence(tenant)} A kulcs neve: „${about}”.`,
    }),
    'secret-rotated': ({ tenant, by }) => ({
      subject: `Új ügyféltoken-titok: ${tenant}`,
      what: `${by} lecserélte azt a titkot, amellyel a(z) ${tenant} weboldala az ügyfelek tokenjeit aláírja. A korábbi még 15 percig működik.`,
    }),
    'owner-invited': ({ tenant, by, about }) => ({
      subject: `Új tulajdonos meghívása: ${tenant}`,
      what: `${by} tulajdonosnak hívta meg ide: ${endSentence(tenant)} A meghívott: ${endSentence(about)} A tulajdonos ott mindent megtehet.`,
    }),
    'manager-invited': ({ tenant, by, about }) => ({
      subject: `Új vezető meghívása: ${tenant}`,
      what: `${by} vezetőnek hívta meg ide: ${endSentence(tenant)} A meghívott: ${endSentence(about)} A vezető munkatársakat hívhat meg és kulcsokat hozhat létre.`,
    }),
    'site-key-origins': ({ tenant, by, about }) => ({
      subject: `Megváltozott, mely weboldalak használhatják az oldalkulcsot: ${tenant}`,
      what: `${by} beállította, mely weboldalak használhatják a(z) ${tenant} oldalkulcsát. ${about}`,
    }),
  },
};
const words: Record<Language, typeof en> = { en, hu };

/** What goes to owners advises about the key or the member, everything else about the own account. */
const advices: Partial<Record<SecurityNotice, 'adviceAboutKey' | 'adviceAboutMember'>> = {
  'api-key-created': 'adviceAboutKey',
  'secret-rotated': 'adviceAboutKey',
  'site-key-origins': 'adviceAboutKey',
  'owner-invited': 'adviceAboutMember',
  'manager-invited': 'adviceAboutMember',
};

/** What happened, when and from where, and what to do if it was somebody else; never a secret. */
export function securityMail(
  language: string,
  notice: SecurityNotice,
  facts: Facts,
  { time, agent, network, url }: { time: string; agent: string; network: string; url: string },
): { subject: string; letter: Letter } {
  const spoken: Language = language === 'hu' ? 'hu' : 'en';
  const said = words[spoken];
  const advice = advices[notice];
  const { subject, what } = said.notices[notice](facts);
  return {
    subject,
    letter: {
      language: spoken,
      heading: subject,
      paragraphs: [
        said.hello(facts.name),
        what,
        said.when(time, deviceName(agent, spoken), network),
        said[advice ?? 'advice'],
      ],
      button: { label: said.button, url },
      smallPrint: advice ? said.smallPrintToOwners : said.smallPrint,
    },
  };
}

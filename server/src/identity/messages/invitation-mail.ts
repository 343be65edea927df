import type { Role } from '@bookinda/contracts/identity/session';
import type { Language } from '@bookinda/contracts/values';
import type { Letter } from '../../notifications/mail/letter.js';

interface Invitation {
  name: string;
  inviter: string;
  tenant: string;
  role: Role;
  url: string;
}

const en = {
  subject: (tenant: string) => `${tenant} invites you`,
  hello: (name: string) => `Hello ${name},`,
  why: ({ inviter, tenant, role }: Invitation) =>
    `${inviter} invites you to work at ${tenant} with Bookinda Desk, as ${words.en.roles[role]}.`,
  roles: {
    OWNER: 'owner',
    MANAGER: 'manager',
    RECEPTION: 'receptionist',
    STAFF: 'staff member',
    AGENT: 'support agent',
  } satisfies Record<Role, string>,
  button: 'Accept the invitation',
  smallPrint: 'The link works once, for seven days. If you do not expect this invitation, ignore this mail.',
};
const hu = {
  subject: (tenant: string) => `Meghívó: ${tenant}`,
  hello: (name: string) => `Kedves ${name}!`,
  why: ({ inviter, tenant, role }: Invitation) =>
    `${inviter} meghívta Önt, hogy a Bookinda Deskben a(z) ${tenant} munkatársa legyen. Szerepköre: ${words.hu.roles[role]}.`,
  roles: {
    OWNER: 'tulajdonos',
    MANAGER: 'vezető',
    RECEPTION: 'recepciós',
    STAFF: 'munkatárs',
    AGENT: 'ügyfélszolgálati munkatárs',
  },
  button: 'A meghívó elfogadása',
  smallPrint:
    'A hivatkozás egyszer, hét napig használható. Ha nem számít erre a meghívóra, hagyja figyelmen kívül ezt a levelet.',
} satisfies typeof en;
const words: Record<Language, typeof en> = { en, hu };

/** To a new member; `url` holds the link's secret. */
export function invitationMail(language: string, invitation: Invitation): { subject: string; letter: Letter } {
  const spoken: Language = language === 'hu' ? 'hu' : 'en';
  const { subject, hello, why, button, smallPrint } = words[spoken];
  const heading = subject(invitation.tenant);
  return {
    subject: heading,
    letter: {
      language: spoken,
      heading,
      paragraphs: [hello(invitation.name), why(invitation)],
      button: { label: button, url: invitation.url },
      smallPrint,
    },
  };
}

import type { SharedWindow } from '../../platform/limits/shared-windows.js';

const hour = 3_600;
const day = 24 * hour;

/** By what a mail is counted: the mailbox over all tenants, the mailbox within one tenant, the site key or the tenant it came from. */
type Counted = 'mailbox' | 'mailbox-of-tenant' | 'mailbox-and-message' | 'site-key' | 'tenant';

interface Allowance {
  by: Counted;
  calls: number;
  seconds: number;
}

/**
 * How many mails may go where, by who can cause them (decision 11 has the table). What is beyond is written and stays in the mail log, but
 * is not sent: `too-many`, or `bundled` where a summary follows.
 */
const allowances = {
  /** Caused by a person without a proven address: any visitor can type any address. */
  strangers: [
    { by: 'mailbox', calls: 3, seconds: hour },
    { by: 'mailbox', calls: 10, seconds: day },
    { by: 'site-key', calls: 120, seconds: hour },
    { by: 'site-key', calls: 600, seconds: day },
    { by: 'tenant', calls: 240, seconds: hour },
    { by: 'tenant', calls: 1_200, seconds: day },
  ],
  /** Caused by a customer whom the salon's own server vouches for, or by its integration. */
  customers: [
    { by: 'mailbox', calls: 12, seconds: hour },
    { by: 'mailbox', calls: 40, seconds: day },
  ],
  /** Caused by members: answers, receipts, reminders, mailings. Another tenant's mails leave room for this one's. */
  members: [
    { by: 'mailbox-of-tenant', calls: 30, seconds: hour },
    { by: 'mailbox-of-tenant', calls: 100, seconds: day },
    { by: 'mailbox', calls: 60, seconds: hour },
    { by: 'mailbox', calls: 200, seconds: day },
  ],
  /** To the desk itself, about what strangers and customers write. */
  team: [{ by: 'mailbox-of-tenant', calls: 60, seconds: hour }],
  /** About accounts: resets, invitations, notices. Each message is counted for itself, so that a flood of one silences no other. */
  accounts: [
    { by: 'mailbox-and-message', calls: 6, seconds: hour },
    { by: 'mailbox-and-message', calls: 20, seconds: day },
  ],
  /** Resets that strangers asked for. What they can use up is counted where it is asked (request-password-reset.ts): this bounds only one mailbox of several people. */
  resets: [
    { by: 'mailbox-and-message', calls: 12, seconds: hour },
    { by: 'mailbox-and-message', calls: 60, seconds: day },
  ],
  /** Resets from browsers that the person knows: strangers cannot use these up. */
  'own-resets': [
    { by: 'mailbox-and-message', calls: 6, seconds: hour },
    { by: 'mailbox-and-message', calls: 20, seconds: day },
  ],
} satisfies Record<string, Allowance[]>;

/** Who can cause a mail, and so how many of them one mailbox gets. */
export type MailLimit = keyof typeof allowances;

interface Limited {
  limit: MailLimit;
  tenantId: string;
  message: string;
  address: string;
  siteKey?: string | null | undefined;
}

/** The state of a mail beyond its limit. */
export const heldAs = (limit: MailLimit) => (limit === 'team' ? 'bundled' : 'too-many');

/** The windows in which a mail is counted. */
export function windowsOf({ limit, tenantId, message, address, siteKey }: Limited): SharedWindow[] {
  const mailbox = mailboxOf(address);
  const who: Record<Counted, string | null | undefined> = {
    mailbox,
    'mailbox-of-tenant': `${tenantId} ${mailbox}`,
    'mailbox-and-message': `${message} ${mailbox}`,
    'site-key': siteKey,
    tenant: tenantId,
  };
  return allowances[limit].flatMap(({ by, calls, seconds }) => {
    const counted = who[by];
    return counted ? [{ name: `mail:${limit}:${by}`, who: counted, limit: calls, seconds }] : [];
  });
}

/** `Anna+salon@example.com` → `Anna@example.com`; letters are folded by the windows themselves. SQL has the same as `mailbox_of`. */
export function mailboxOf(address: string): string {
  return address.normalize('NFKC').replace(/^([^+@]*)\+[^@]*@/, '$1@');
}

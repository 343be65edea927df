import type { Role } from '@bookinda/contracts/identity/session';
import type { Language } from '@bookinda/contracts/values';
import { Injectable } from '@nestjs/common';
import { managers } from '../identity/callers.js';
import type { Database } from '../platform/database/database.js';
import type { Letter } from './mail/letter.js';
import type { MailLimit } from './mail/mail-limits.js';

/** An event row as decisions see it. */
export interface EventRow {
  tenantId: string;
  id: string;
  kind: string;
  ticketId: string | null;
  packageId: string | null;
  customerId: string | null;
  actor: { kind: 'requester' | 'staff' | 'system' | 'api-key'; id: string | null; name: string };
  /** False: the requester and the customer must not learn of it. */
  public: boolean;
  data: { change?: { field: string; from: string | null; to: string | null } } & Record<string, unknown>;
}

/** Somebody who is told. */
export interface Recipient {
  /** Empty: nobody knows it. The mail is written and kept as `no-address`, so that what was to be said can be said otherwise. */
  address: string;
  name: string | null;
  language: Language;
  /** Where the button leads this person. */
  url: string;
  /** Asked not to be written to about this: the mail is kept as `unsubscribed`. */
  declined?: boolean;
}

/** What a mail says, but for what every letter has. */
export interface Words {
  subject: string;
  letter: Pick<Letter, 'heading' | 'paragraphs' | 'quote' | 'smallPrint' | 'link'> & { button?: string };
}

/** One message the product can send: on which event, to whom, saying what. */
export interface Message<Facts> {
  /** As the mail log and the unsubscribe link call it, `ticket-received`. */
  name: string;
  /** Kinds of events that cause it. */
  on: readonly string[];
  /** Left out: always. */
  when?: (facts: Facts) => boolean;
  to: (facts: Facts) => Recipient[];
  says: Record<Language, (facts: Facts) => Words>;
  /** A person may end these mails with one click (RFC 8058). Answers to one's own question have no such link. */
  endable?: boolean | ((facts: Facts) => boolean);
  /** Who can cause it, and so how many of them one mailbox gets; left out: members. */
  limit?: MailLimit | ((facts: Facts) => MailLimit);
}

/** A feature's messages, and how to learn what they need to know of an event. */
export interface Declaration<Facts> {
  /** Facts by event id, for events of one tenant. One that is left out has nobody to be told to any more. */
  facts: (db: Database, events: EventRow[]) => Promise<Map<string, Facts>>;
  /** The `inReplyTo` of every mail of one conversation, without domain: `ticket-<id>`. */
  conversation: (facts: Facts) => string;
  /** The site key the event came through, where it came from a page. */
  siteKey?: (facts: Facts) => string | null;
  /** Roles beside owners and managers who read these mails in the log: those who read what the mails are about. */
  readers?: readonly Role[];
  /** In this order; of several that one event causes, a person gets the first. */
  messages: readonly Message<Facts>[];
}

/** A message that one event causes, with who gets it and what it says. */
export interface Cause {
  message: Message<unknown>;
  facts: unknown;
  conversation: string;
  siteKey: string | null;
}

/** Every message of the product. Features declare theirs in their module's `onModuleInit`. */
@Injectable()
export class Messages {
  private readonly declared: Declaration<unknown>[] = [];

  declare<Facts>(declaration: Declaration<Facts>): void {
    this.declared.push(declaration as unknown as Declaration<unknown>);
  }

  /** The messages that any of these kinds of events may cause. */
  namesOn(kinds: readonly string[]): string[] {
    const all = this.declared.flatMap(({ messages }) => messages);
    return all.filter(({ on }) => on.some((kind) => kinds.includes(kind))).map(({ name }) => name);
  }

  /** Names of the messages whose mails a member reads in the log; null: all, those of no feature too. */
  readableBy(role: Role): string[] | null {
    if (managers.includes(role)) return null;
    const readable = this.declared.filter(({ readers }) => readers?.includes(role));
    return readable.flatMap(({ messages }) => messages.map(({ name }) => name));
  }

  /** What each event, all of one tenant, gives reason to say; by event id. */
  async causedBy(db: Database, events: EventRow[]): Promise<Map<string, Cause[]>> {
    const causes = new Map<string, Cause[]>();
    for (const { facts: learn, conversation, siteKey, messages } of this.declared) {
      const concerned = events.filter(({ kind }) => messages.some(({ on }) => on.includes(kind)));
      const learnt = concerned.length > 0 ? await learn(db, concerned) : new Map<string, unknown>();
      for (const { id, kind } of concerned) {
        const facts = learnt.get(id);
        if (facts === undefined) continue;
        const meant = messages.filter(({ on, when }) => on.includes(kind) && (when?.(facts) ?? true));
        const shared = { facts, conversation: conversation(facts), siteKey: siteKey?.(facts) ?? null };
        const planned = meant.map((message) => ({ message, ...shared }));
        causes.set(id, [...(causes.get(id) ?? []), ...planned]);
      }
    }
    return causes;
  }
}

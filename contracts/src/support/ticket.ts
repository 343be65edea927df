import type { PackageMatterKind } from '../packages/package-matter.js';
import type { Colour, Instant, Localized, Money } from '../values.js';
import type { Act, Category, Resolution, Status, StatusKind } from './ticket-lifecycle.js';

/** A row of a ticket list. Status and category are codes; words and colours come once, with the desk. */
export interface TicketRow {
  id: string;
  /** As people say it, `TKT-0123`. */
  number: string;
  subject: string;
  category: string;
  status: string;
  kind: StatusKind;
  requester: { name: string; email: string | null };
  /**
   * `unconfirmed`: a visitor typed the address, and the ticket's link was not opened from that mailbox yet, so name and address can be
   * anybody's. `disowned`: its holder said "this was not me".
   */
  address: 'confirmed' | 'unconfirmed' | 'disowned';
  /** The desk's customer behind it; null for a visitor nobody knows. */
  customer: { id: string; name: string } | null;
  assignee: { id: string; name: string } | null;
  createdAt: Instant;
  /** Last public message, attachment or status change. */
  lastActivityAt: Instant;
  /** First 160 characters of the last public message. */
  excerpt: string;
  messageCount: number;
}

/** What the requester may see of a row: no assignee, no customer, nothing about the address. */
export type OwnTicketRow = Omit<TicketRow, 'assignee' | 'customer' | 'address'>;

export interface Attachment {
  id: string;
  name: string;
  mediaType: string;
  /** Bytes. */
  size: number;
}

/** One entry of the thread. Internal notes exist for the desk only. */
export interface Message {
  id: string;
  at: Instant;
  side: 'requester' | 'desk' | 'system';
  internal: boolean;
  author: string;
  /** True when the reader wrote it. */
  mine: boolean;
  body: string;
  attachments: Attachment[];
}

/** A ticket as the desk sees it. */
export interface TicketDetail extends TicketRow {
  /** The latest 100, oldest first. */
  messages: Message[];
  /** Cursor to the messages before, null when all are here. */
  earlier: string | null;
  /** What the desk may do by hand now. */
  moves: Act[];
  /** Whether the requester could still write here; false on closed. */
  open: boolean;
  resolution: Resolution | null;
  closingReason: string | null;
  reopenedCount: number;
  followUpOf: { id: string; number: string } | null;
  reference: string | null;
  /** PK-21: set where the ticket is about a package; `read-package-matter` tells more. */
  about: TicketAbout | null;
  /** The last event the reader has seen with this answer; send it back as `seen` when replying. */
  seen: string;
}

/** PK-21: the package a ticket is about, and the step of its history that is disputed. */
export interface TicketAbout {
  kind: PackageMatterKind;
  packageId: string;
  step: string | null;
}

/** A ticket as its requester sees it: public messages only. */
export interface OwnTicketDetail extends OwnTicketRow {
  messages: Message[];
  earlier: string | null;
  /** False on closed: a follow-up ticket is offered instead (BS-07). */
  open: boolean;
  resolution: Resolution | null;
  followUpOf: { id: string; number: string } | null;
  seen: string;
}

/** BS-05, CW-06: one step in a ticket's life: who, when, before → after. */
export interface ActivityEntry {
  id: string;
  at: Instant;
  /** `ticket-opened`, `requester-replied`, `desk-replied`, `note-added`, `status-changed`, `assigned`, `edited`, `re-opened`, `closed`. */
  kind: string;
  actor: { kind: 'requester' | 'staff' | 'system' | 'api-key'; name: string };
  /** Null where nothing changed value. Values are codes or names as stored. */
  change: { field: string; from: string | null; to: string | null } | null;
  public: boolean;
}

/** Counts of the tabs; they agree with the lists (BS-01). */
export interface TicketCounts {
  all: number;
  open: number;
  closed: number;
  mine: number;
  unassigned: number;
  byCategory: Record<string, number>;
}

/** A desk's vocabulary, as its staff or its requesters need it. */
export interface Desk {
  name: string;
  preset: 'salon-support';
  numberPrefix: string;
  statuses: Status[];
  categories: Category[];
  /** Members who can be assigned; empty for requesters. */
  members: { id: string; name: string }[];
  usualAnswer: UsualAnswer;
}

/** BS-12: hours within which the desk usually answers; `measured` once there is a history of its own. */
export interface UsualAnswer {
  fromHours: number;
  toHours: number;
  measured: boolean;
}

/** Answer to opening a ticket. */
export interface TicketReceipt {
  id: string;
  number: string;
  status: string;
}

/** Answer to a message, close or move: where the ticket stands now. */
export interface TicketState {
  id: string;
  number: string;
  status: string;
  kind: StatusKind;
  /** The event this act wrote; becomes the caller's `seen`. */
  seen: string;
  /** The message written, where the act wrote one. */
  message: string | null;
}

export interface UploadReceipt extends Attachment {
  /** A ticket or message must take it before. */
  validUntil: Instant;
}

/** What a form needs beyond its attributes. */
export interface EmbedConfig {
  tenant: { name: string; accent: string | null; language: string };
  categories: { code: string; prompt: Localized; colour: Colour }[];
  usualAnswer: UsualAnswer;
  files: { perMessage: number; bytes: number; accept: string[] };
  /** Set when a signed-in customer asked: the form hides the e-mail field. */
  customer: { name: string; email: string | null } | null;
}

/** Proof of work against robots: find `n` so that SHA-256(`salt` + n) starts with `zeroBits` zero bits. */
export interface Challenge {
  salt: string;
  zeroBits: number;
  /** Signed by the server over salt, zeroBits and the issue time; carries the elapsed time as well. */
  signature: string;
}

export type { Money };

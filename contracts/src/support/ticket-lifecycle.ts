import type { Colour, Localized } from '../values.js';

/**
 * What a status means, whatever a desk calls it. Logic hangs on the kind, never on a status code.
 * new: untouched · needs-reply: the desk must act · working: the desk is on it · waiting: the requester must act ·
 * paused: set aside · solved: answered, may come back · closed: finished.
 */
export const statusKinds = ['new', 'needs-reply', 'working', 'waiting', 'paused', 'solved', 'closed'] as const;
export type StatusKind = (typeof statusKinds)[number];

/** Kinds behind the "Open" tab; the others are behind "Closed" (BS-01). */
export const openKinds = ['new', 'needs-reply', 'working', 'waiting', 'paused'] as const satisfies StatusKind[];

export function isOpen(kind: StatusKind): boolean {
  return (openKinds as readonly string[]).includes(kind);
}

/** What can happen to a ticket that may move its status. */
export type Act =
  | 'requester-message'
  | 'desk-reply'
  | 'desk-resolves'
  | 'requester-closes'
  | 'silence'
  | 'desk-acknowledges'
  | 'desk-reopens';

/** One desk's status: its words and colour on a kind. */
export interface Status {
  code: string;
  kind: StatusKind;
  /** Staff's word. */
  label: Localized;
  /** The requester's word for the same. */
  requesterLabel: Localized;
  colour: Colour;
  position: number;
  requiresAttention: boolean;
}

/** One desk's category (BS-02), also called type in other presets. */
export interface Category {
  code: string;
  label: Localized;
  /** What a visitor reads on the form's choice. */
  prompt: Localized;
  colour: Colour;
  position: number;
}

export interface Preset {
  statuses: Status[];
  categories: Category[];
  /** The row: from kind; the column: act; the cell: to kind. A missing cell is refused. */
  moves: Record<StatusKind, Partial<Record<Act, StatusKind>>>;
  number: { prefix: string; width: number };
  /** BS-08: days of silence after which `solved` closes; 0 = never. */
  closeAfterDays: number;
}

const nothing = {};

/** BS-02, BS-04, BS-05: the salon support desk. */
export const salonSupport: Preset = {
  statuses: [
    {
      code: 'OPEN',
      kind: 'new',
      colour: 'blue',
      position: 1,
      requiresAttention: true,
      label: { en: 'Open', hu: 'Nyitott' },
      requesterLabel: { en: 'Open', hu: 'Nyitott' },
    },
    {
      code: 'AWAITING_RESPONSE',
      kind: 'needs-reply',
      colour: 'yellow',
      position: 2,
      requiresAttention: true,
      label: { en: 'Needs our reply', hu: 'Válaszunkra vár' },
      requesterLabel: { en: 'Waiting for support', hu: 'Ügyfélszolgálatra vár' },
    },
    {
      code: 'IN_PROGRESS',
      kind: 'working',
      colour: 'purple',
      position: 3,
      requiresAttention: false,
      label: { en: 'In progress', hu: 'Folyamatban' },
      requesterLabel: { en: 'In progress', hu: 'Folyamatban' },
    },
    {
      code: 'RESOLVED',
      kind: 'solved',
      colour: 'green',
      position: 4,
      requiresAttention: false,
      label: { en: 'Resolved', hu: 'Megoldva' },
      requesterLabel: { en: 'Resolved', hu: 'Megoldva' },
    },
    {
      code: 'CLOSED',
      kind: 'closed',
      colour: 'gray',
      position: 5,
      requiresAttention: false,
      label: { en: 'Closed', hu: 'Lezárva' },
      requesterLabel: { en: 'Closed', hu: 'Lezárva' },
    },
  ],
  categories: [
    {
      code: 'BILLING',
      colour: 'green',
      position: 1,
      label: { en: 'Billing', hu: 'Számlázás' },
      prompt: { en: 'Billing', hu: 'Számlázás' },
    },
    {
      code: 'TECHNICAL',
      colour: 'red',
      position: 2,
      label: { en: 'Technical', hu: 'Technikai' },
      prompt: { en: 'Something is broken', hu: 'Valami nem működik' },
    },
    {
      code: 'FEATURE_REQUEST',
      colour: 'purple',
      position: 3,
      label: { en: 'Feature request', hu: 'Ötlet' },
      prompt: { en: 'An idea', hu: 'Ötletem van' },
    },
    {
      code: 'OTHER',
      colour: 'gray',
      position: 4,
      label: { en: 'Other', hu: 'Egyéb' },
      prompt: { en: 'Something else', hu: 'Valami más' },
    },
  ],
  moves: {
    new: {
      'requester-message': 'new',
      'desk-reply': 'working',
      'desk-resolves': 'solved',
      'requester-closes': 'closed',
      'desk-acknowledges': 'needs-reply',
    },
    'needs-reply': {
      'requester-message': 'needs-reply',
      'desk-reply': 'working',
      'desk-resolves': 'solved',
      'requester-closes': 'closed',
    },
    working: {
      'requester-message': 'needs-reply',
      'desk-reply': 'working',
      'desk-resolves': 'solved',
      'requester-closes': 'closed',
    },
    waiting: nothing,
    paused: nothing,
    solved: {
      'requester-message': 'needs-reply',
      'desk-reply': 'solved',
      'requester-closes': 'closed',
      silence: 'closed',
    },
    closed: { 'desk-reopens': 'working' },
  },
  number: { prefix: 'TKT-', width: 4 },
  closeAfterDays: 7,
};

export const presets = { 'salon-support': salonSupport } as const;
export type PresetName = keyof typeof presets;

/** Where `act` takes a ticket of kind `from`; undefined when the table refuses it (BS-05). */
export function moveTo(preset: PresetName, from: StatusKind, act: Act): StatusKind | undefined {
  return presets[preset].moves[from][act];
}

/** The acts the desk may choose by hand from `from`; the console offers exactly these, the server takes exactly these. */
export function deskMoves(preset: PresetName, from: StatusKind): Act[] {
  const byHand: Act[] = ['desk-acknowledges', 'desk-resolves', 'desk-reopens'];
  return byHand.filter((act) => moveTo(preset, from, act) !== undefined);
}

/** BS-09: how a solved ticket was answered. */
export const resolutions = ['answered', 'done', 'planned', 'declined', 'duplicate'] as const;
export type Resolution = (typeof resolutions)[number];

/** `('TKT-', 4, 123)` → `TKT-0123`; 10000 → `TKT-10000` (BS-03). */
export function formatNumber(prefix: string, width: number, number: number): string {
  return prefix + String(number).padStart(width, '0');
}

/** The number a person typed, `123`, `TKT-123`, `tkt-0123`; undefined when it is not one (BS-01). */
export function parseNumber(prefix: string, text: string): number | undefined {
  const typed = text.trim().toUpperCase();
  const digits = typed.startsWith(prefix.toUpperCase()) ? typed.slice(prefix.length) : typed;
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

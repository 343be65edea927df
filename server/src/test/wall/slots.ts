import { inputSchema } from '../../platform/documents/input-schemas.js';
import type { Door } from '../../platform/http/doors.js';
import type { Thing } from './house.js';

/** A place in a request where an id can stand. */
export interface Slot {
  at: 'path' | 'field' | 'cursor' | 'header';
  name: string;
  thing: Thing | 'cursor';
  /** The field holds a list, or ids parted by commas. */
  many?: 'array' | 'commas';
}

/** What the ids of a path name, by the words before them. */
const pathThings: Record<string, Thing> = {
  '/v1/support-requests': 'supportRequest',
  '/v1/support-files': 'supportFile',
  '/redemptions': 'redemption',
  '/payments': 'payment',
  '/notes': 'note',
  '/tickets': 'ticket',
  '/packages': 'package',
  '/package-extensions': 'extension',
  '/package-letters': 'letter',
  '/package-templates': 'template',
  '/files': 'file',
  '/customers': 'customer',
  '/members': 'member',
  '/site-keys': 'siteKey',
  '/api-keys': 'apiKey',
  '/sessions': 'session',
  '/mails': 'mail',
  '/package-calls': 'call',
};

/** Parts of a path that are no id: a secret that is its own right, a file's name. */
const noIds = new Set(['token', 'file']);

/** What the ids in bodies and queries name. */
const fieldThings: Record<string, Thing> = {
  template: 'template',
  service: 'service',
  step: 'redemption',
  redemption: 'redemption',
  staff: 'member',
  assignee: 'member',
  person: 'member',
  customer: 'customer',
  followUpOf: 'ticket',
  tenant: 'tenant',
  seen: 'event',
  ids: 'package',
  uploads: 'upload',
};

/** Fields that hold ids although their type is any text. */
const alsoIds = new Set(['ids', 'assignee']);

export function pathSlots({ route: { path, verb } }: Door): Slot[] {
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap(([place, name = '']) => {
    if (noIds.has(name)) return [];
    const before = path.slice(0, path.indexOf(place) - 1);
    const thing = Object.entries(pathThings).find(([words]) => before.endsWith(words))?.[1];
    if (!thing) throw new Error(`${verb}: nobody said what {${name}} of ${path} names. Add it to slots.ts.`);
    return [{ at: 'path' as const, name, thing }];
  });
}

/** Every other place of the door that can carry an id. */
export function fieldSlots(door: Door): Slot[] {
  const { properties = {} } = door.input ? inputSchema(door.input) : {};
  const fields = Object.entries(properties).flatMap(([name, schema]): Slot[] => {
    if (name === 'after') return [{ at: 'cursor', name, thing: 'cursor' }];
    const items = schema.items ?? schema;
    if (items.format !== 'uuid' && !alsoIds.has(name)) return [];
    const thing = fieldThings[name];
    if (!thing) throw new Error(`${door.route.verb}: nobody said what the field ${name} names. Add it to slots.ts.`);
    return [{ at: 'field', name, thing: thingAt(door, thing), ...(schema.items ? { many: 'array' } : {}) }];
  });
  return [
    ...fields,
    ...(door.rules.retry ? [{ at: 'header' as const, name: 'idempotency-key', thing: 'retryKey' as const }] : []),
  ];
}

/** The same words mean other things at the door to the platform. */
function thingAt({ route: { path } }: Door, thing: Thing): Thing {
  if (thing === 'ticket') return path.startsWith('/v1/support-') ? 'supportRequest' : 'ticket';
  if (thing !== 'upload') return thing;
  if (path.startsWith('/v1/embed/ticket/')) return 'passUpload';
  if (path.startsWith('/v1/embed/')) return 'upload';
  return path.startsWith('/v1/support-') ? 'supportUpload' : 'deskUpload';
}

import { followed, type JsonSchema } from './json-schema.js';

/** What a field of this name would hold at a salon; tried only where it fits the field's type. */
const said: Record<string, unknown> = {
  number: 'TKT-0123',
  subject: 'The calendar shows the wrong week',
  description: 'Since this morning the calendar opens on next week.',
  body: 'Thank you, we are looking into it.',
  text: 'Thank you, we are looking into it.',
  excerpt: 'Since this morning the calendar opens on next week.',
  type: 'TECHNICAL',
  category: 'TECHNICAL',
  status: 'OPEN',
  name: 'Kiss Éva',
  author: 'Kiss Éva',
  actor: 'Kiss Éva',
  email: 'kiss.eva@example.com',
  to: 'kiss.eva@example.com',
  phone: '+36 30 123 4567',
  language: 'en',
  timeZone: 'Europe/Budapest',
  currency: 'HUF',
  amount: 4_500_000,
  slug: 'aranyollo',
  origins: ['https://salon.example'],
  password: 'correct horse battery',
  current: 'the password so far',
  code: '123456',
  token: 'x'.repeat(43),
  csrf: 'x'.repeat(43),
  key: 'pk_0123456789abcdef01234567',
  hint: 'sk_ab12',
  secret: 'x'.repeat(32),
  uri: 'otpauth://totp/Bookinda:kiss.eva@example.com?secret=JBSWY3DPEHPK3PXP',
  accent: '#8a6d3b',
  mediaType: 'image/png',
  reason: 'Counted twice by mistake',
  reference: 'booking-1042',
  appointment: 'booking-1042',
  q: 'calendar',
  website: '',
  method: 'card',
  total: 10,
  used: 4,
  remaining: 6,
  sessions: 1,
  size: 48_213,
  daysLeft: 41,
  version: 5,
  limit: 50,
  numberPrefix: 'TKT-',
  kind: 'status-changed',
  salt: 'kJ8sQ2',
  signature: 'q3Zp0w',
  zeroBits: 18,
  agent: 'Firefox on Linux',
  fromHours: 2,
  toHours: 8,
  messageCount: 1,
};

const formats: Record<string, string> = {
  uuid: '019a8d2e-7c14-7b6e-9f0a-3d5b8c1e2f47',
  'date-time': '2026-11-21T22:53:24.000Z',
  date: '2026-11-21',
  email: 'kiss.eva@example.com',
};

/** A value that fits the schema; required fields only where `brief`. */
export function exampleOf(schema: JsonSchema, schemas: Record<string, JsonSchema>, name = '', brief = false): unknown {
  const given = followed(schema, schemas);
  if (given.const !== undefined) return given.const;
  if (given.enum) return given.enum.includes(said[name]) ? said[name] : given.enum[0];
  if (given.anyOf) return exampleOf(given.anyOf.find(({ type }) => type !== 'null') ?? {}, schemas, name, brief);
  if (given.format && formats[given.format]) return formats[given.format];
  const type = Array.isArray(given.type) ? given.type[0] : given.type;
  if (fits(said[name], type)) return said[name];
  return made(type, given, schemas, name, brief);
}

function made(
  type: string | undefined,
  schema: JsonSchema,
  schemas: Record<string, JsonSchema>,
  name: string,
  brief: boolean,
): unknown {
  if (type === 'string')
    return name.endsWith('id') || name === 'seen' || name === 'id'
      ? formats['uuid']
      : 'text'.padEnd(schema.minLength ?? 0, '.');
  if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
  if (type === 'boolean') return false;
  if (type === 'array') return [exampleOf(schema.items ?? {}, schemas, name, brief)];
  if (type === 'object') {
    const names = brief
      ? (schema.required ?? [])
      : Object.keys(schema.properties ?? {}).filter(
          (field) => field !== 'website' && field !== 'proof' && field !== 'after',
        );
    return Object.fromEntries(
      names.map((field) => [field, exampleOf(schema.properties?.[field] ?? {}, schemas, field, brief)]),
    );
  }
  return null;
}

function fits(value: unknown, type: string | undefined): boolean {
  if (value === undefined || type === undefined) return false;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer' || type === 'number') return typeof value === 'number';
  return typeof value === type;
}

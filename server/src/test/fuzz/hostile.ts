/** A seeded source of chance: a failing run can be had again. */
export class Dice {
  constructor(private state: number) {}

  /** 0 ≤ x < 1 (mulberry32). */
  roll(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.roll() * limit);
  }

  oneOf<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  chance(share: number): boolean {
    return this.roll() < share;
  }
}

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let n = 0; n < depth; n++) value = n % 2 ? { a: value } : [value];
  return value;
}

/** Values somebody could put anywhere. JSON carries all but the raw texts below. */
export const hostileValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  -0,
  1e308,
  2 ** 53 + 2,
  2147483648,
  -2147483649,
  2 ** 63,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '\u202e',
  '\ufeff',
  '\u{1f600}'.repeat(50),
  'x'.repeat(201),
  'x'.repeat(5_001),
  'x'.repeat(70_000),
  '٣',
  '１２３',
  '1e3',
  '0x10',
  'NaN',
  'Infinity',
  '-0',
  'null',
  'undefined',
  'true',
  '[object Object]',
  "'; DROP TABLE ticket; --",
  "' OR '1'='1",
  '$1',
  '%',
  '%_%',
  '\\',
  '\\x00',
  '{}',
  '[]',
  '{"a":1}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '..%2f..',
  '%00',
  '%',
  '\r\nx-evil: 1',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '019a8d2e-7c14-7b6e-9f0a-3d5b8c1e2f4',
  '{019a8d2e-7c14-7b6e-9f0a-3d5b8c1e2f47}',
  '019A8D2E-7C14-7B6E-9F0A-3D5B8C1E2F47',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '+292278994-08-17',
  '2026-11-21T25:61:61Z',
  'infinity',
  '-infinity',
  'now',
  'epoch',
  '@',
  'a@b',
  'a@b.c,d@e.f',
  '"a\\"b"@x.example',
  'a & b | !c:*',
  ':*',
  '& |',
  '<->',
  'TKT-',
  'TKT-99999999999999999999',
  '-1',
  '999999999999',
  [],
  {},
  [[]],
  [null],
  ['\u0000'],
  [{}],
  { length: -1 },
  { toString: 1 },
  Object.fromEntries([['then', 1]]),
  { $ne: null },
  { constructor: { prototype: { polluted: true } } },
  nested(40),
  nested(3_000),
  Array.from({ length: 2_000 }, () => 'x'),
];

/** Bodies that are no JSON of ours at all. */
export const hostileBodies: readonly (string | Uint8Array)[] = [
  '',
  ' ',
  '{',
  '}',
  '[',
  '[]',
  '"text"',
  '1',
  'null',
  'true',
  '{"a":1,}',
  "{'a':1}",
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"a":1,"a":2}',
  '{"\\u0000":1}',
  '{"a":"\\ud800"}',
  '{"\\udc00":1}',
  '{"a":1e999}',
  '{"a":-1e999}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  '\ufeff{}',
  '{"toString":1}',
  '{"hasOwnProperty":1}',
  new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]),
  new Uint8Array([0x7b, 0x22, 0x80, 0x22, 0x3a, 0x31, 0x7d]),
  new Uint8Array([0]),
  `{"a":"${'x'.repeat(300_000)}"}`,
];

export const contentTypes: readonly string[] = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'application/JSON',
  'text/plain',
  'text/html',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=x',
  'application/problem+json',
  'application/octet-stream',
  '',
  ';',
  'application/json, text/plain',
  'json',
];

/** Headers as Node can send them: raw values, some of them twice. */
export const hostileHeaders: readonly [string, string | string[]][] = [
  ['idempotency-key', ''],
  ['idempotency-key', 'x'.repeat(256)],
  ['idempotency-key', ['a', 'b']],
  ['idempotency-key', '\u00ff\u00fe'],
  ['authorization', ['Bearer a', 'Bearer b']],
  ['authorization', 'Bearer'],
  ['authorization', 'Bearer '],
  ['authorization', 'Bearer pk_'],
  ['authorization', 'Bearer sk_\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9'],
  ['authorization', `Bearer vt_${'A'.repeat(75)}`],
  ['authorization', 'Basic Og=='],
  ['x-customer-token', 'a.b.c'],
  ['x-customer-token', ['a', 'b']],
  ['x-customer-token', `e30.${Buffer.from('{"sub":"\u0000"}').toString('base64url')}.x`],
  ['cookie', 'bookinda_session=%00'],
  ['cookie', `bookinda_session=${'A'.repeat(43)}`],
  ['cookie', '=;;=;__proto__=1'],
  ['x-csrf-token', ['a', 'b']],
  ['origin', 'null'],
  ['origin', 'http://['],
  ['origin', ['https://a.example', 'https://b.example']],
  ['accept', 'text/html'],
  ['accept-language', 'x'.repeat(2_000)],
  ['x-request-id', '\u00ff'.repeat(300)],
  ['last-event-id', '-1'],
  ['last-event-id', '\u00ff'],
  ['if-none-match', '*'],
  ['range', 'bytes=0-0,-1'],
  ['range', 'bytes=9-1'],
  ['expect', '100-continue'],
  ['content-encoding', 'gzip'],
  ['x-forwarded-for', "'; --"],
  ['host', 'evil.example'],
  ['user-agent', '\u00ff\u0080'],
  ['x-http-method-override', 'DELETE'],
  ['transfer-encoding', 'chunked'],
];

import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { apiScopes } from '@bookinda/contracts/identity/session';
import { type Problem, type ProblemCode, problems } from '@bookinda/contracts/problem';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { refusalsOf } from '../../platform/documents/callers-of.js';
import { gatherFacts, type SourceFacts } from '../../platform/documents/door-facts.js';
import { exampleOf } from '../../platform/documents/example.js';
import { inputSchema } from '../../platform/documents/input-schemas.js';
import type { JsonSchema } from '../../platform/documents/json-schema.js';
import { openApi } from '../../platform/documents/open-api.js';
import { type Door, Doors } from '../../platform/http/doors.js';
import { type As, type TestApp, testApp } from '../app.js';
import { asCustomer, asVisitor, givenApiKey, givenSession } from '../given.js';
import { givenHouse, type House, passOf, type Thing } from '../wall/house.js';
import { fieldSlots, pathSlots } from '../wall/slots.js';
import { contentTypes, Dice, hostileBodies, hostileHeaders, hostileValues } from './hostile.js';

/** `FUZZ=10000` is the full measure; a seed of a failed run brings it back. */
const count = Number(process.env.FUZZ ?? 2_500);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const atOnce = 16;

interface Shot {
  door: Door;
  method: string;
  path: string;
  headers: Record<string, string | string[]>;
  body?: string | Uint8Array | undefined;
}

interface Hit {
  status: number;
  type: string;
  text: string;
}

let app: TestApp;
let house: House;
let doors: Door[];
let facts: SourceFacts;
let strict: Ajv2020;
const checks = new Map<string, ValidateFunction>();
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

beforeAll(async () => {
  app = await testApp();
  await givenHouse(app, 'platform');
  house = await givenHouse(app);
  // Streams never end and the page's files are no interface.
  doors = app.get(Doors).all.filter(({ route }) => !route.verb.startsWith('stream-'));
  facts = await gatherFacts(join(import.meta.dirname, '../../../..'));
  strict = new Ajv2020({ strict: false, logger: false });
  (formats as unknown as (ajv: Ajv2020) => void)(strict);
  strict.addSchema({ components: { schemas: closed(openApi(doors, facts, '').components.schemas) } }, 'document');
}, 120_000);
afterAll(async () => {
  agent.destroy();
  await app?.stop();
});

/** Objects that say what they have may have nothing else: an answer off its schema is a leak or a lie. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return (
    'properties' in inner && inner['type'] === 'object' && !('additionalProperties' in inner)
      ? { ...inner, additionalProperties: false }
      : inner
  ) as T;
}

function offSchema({ route }: Door, text: string): string | undefined {
  const view = facts.doors[route.verb]?.view as JsonSchema;
  const check =
    checks.get(route.verb) ??
    strict.compile(JSON.parse(JSON.stringify(closed(view)).replaceAll('"#/', '"document#/')) as object);
  checks.set(route.verb, check);
  return check(JSON.parse(text)) ? undefined : JSON.stringify(check.errors?.slice(0, 3));
}

/** Somebody who may come in, mostly: what lies behind the door is what can break. */
async function callerAt(dice: Dice, { rules }: Door): Promise<As> {
  const kind = dice.chance(0.06)
    ? dice.oneOf(['staff', 'customer', 'visitor', 'pass', 'api-key', 'anonymous'])
    : dice.oneOf(rules.to.kinds);
  if (kind === 'staff' || kind === 'half-session') return givenSession(app, house.tenant, house.members.OWNER.id);
  if (kind === 'customer') return customer;
  if (kind === 'visitor') return asVisitor(house.tenant);
  if (kind === 'pass') return passOf(app, house, house.own.ticket);
  return kind === 'api-key' ? key : {};
}
/** Keys that some of the shots revoke or bind to another page. */
async function giveBack(): Promise<void> {
  await app.db.query('UPDATE site_key SET revoked_at = NULL, origins = $2 WHERE tenant_id = $1', [
    house.tenant.id,
    [house.tenant.origin],
  ]);
  await app.db.query('UPDATE api_key SET revoked_at = NULL WHERE tenant_id = $1', [house.tenant.id]);
}

let customer: As;
let key: As;

async function shotAt(dice: Dice): Promise<Shot> {
  const door = dice.oneOf(doors);
  const { route } = door;
  const as = await callerAt(dice, door);
  const input = inputAt(dice, door);
  const names = Object.fromEntries(pathSlots(door).map(({ name, thing }) => [name, house.own[thing as Thing]]));
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = names[name] ?? 'x'.repeat(43);
    return dice.chance(0.12) ? rawPath(textOf(dice.oneOf(hostileValues))) : value;
  });
  const headers: Shot['headers'] = {
    ...as,
    ...(route.method === 'POST' && dice.chance(0.9) ? { 'idempotency-key': randomUUID() } : {}),
  };
  for (const [name, value] of dice.chance(0.15) ? [dice.oneOf(hostileHeaders)] : []) headers[name] = value;
  const method = dice.chance(0.03)
    ? dice.oneOf(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
    : route.method;
  if (method === 'GET' || method === 'HEAD') return { door, method, path: path + queryOf(dice, input), headers };
  return { door, method, path, headers, ...bodyOf(dice, door, input, headers) };
}

function inputAt(dice: Dice, door: Door): Record<string, unknown> {
  if (!door.input) return dice.chance(0.2) ? { ['__proto__x']: dice.oneOf(hostileValues) } : {};
  const schema = inputSchema(door.input);
  const input = exampleOf(schema, {}, '', dice.chance(0.5)) as Record<string, unknown>;
  for (const { name, at, thing, many } of fieldSlots(door)) {
    if (at === 'field' && name in input)
      input[name] = many === 'array' ? [house.own[thing as Thing]] : house.own[thing as Thing];
  }
  if ('uploads' in input && dice.chance(0.8)) delete input['uploads'];
  for (let n = dice.chance(0.75) ? 1 + dice.below(2) : 0; n > 0; n--)
    input[dice.oneOf([...Object.keys(schema.properties ?? {}), 'unknown', '__proto__', 'constructor'])] =
      dice.oneOf(hostileValues);
  return input;
}

/** As somebody with a socket would write it: no more is escaped than HTTP needs. */
function rawPath(text: string): string {
  return (
    text
      .slice(0, 3_000)
      .toWellFormed()
      .replace(/[^!-~]|[/?#]/gu, (letter) => encodeURIComponent(letter)) || '%20'
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function queryOf(dice: Dice, input: Record<string, unknown>): string {
  const pairs = Object.entries(input).flatMap(([name, value]) => {
    const pair = `${rawPath(name)}=${rawPath(textOf(value))}`;
    return dice.chance(0.05) ? [pair, pair] : [pair];
  });
  return `?${pairs.join('&')}`;
}

function bodyOf(
  dice: Dice,
  { route }: Door,
  input: Record<string, unknown>,
  headers: Shot['headers'],
): Pick<Shot, 'body'> {
  headers['content-type'] = dice.chance(0.06) ? dice.oneOf(contentTypes) : 'application/json';
  if (route.verb.startsWith('upload-') && dice.chance(0.8)) return multipart(dice, headers);
  if (dice.chance(0.1)) return { body: dice.oneOf(hostileBodies) };
  // A key of this name is an own property only through JSON.
  const text = JSON.stringify(input);
  return { body: dice.chance(0.03) ? text.replace(/^\{/, '{"__proto__":{"polluted":true},') : text };
}

function multipart(dice: Dice, headers: Shot['headers']): Pick<Shot, 'body'> {
  headers['content-type'] = 'multipart/form-data; boundary=b';
  const name = dice.oneOf(['file.txt', '../../x.png', '', '\u00ff', 'a"b', 'x'.repeat(5_000), 'con\u0001', '.svg']);
  const content = dice.oneOf([
    'words',
    '',
    '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    '\u0000\u0001',
    '%PDF-1.4',
    'GIF89a',
    'x'.repeat(200_000),
  ]);
  const part = `--b\r\ncontent-disposition: form-data; name="${dice.oneOf(['file', 'file', 'file', 'other', ''])}"; filename="${name}"\r\ncontent-type: ${dice.oneOf(['text/plain', 'image/png', '', 'x'])}\r\n\r\n${content}\r\n`;
  return {
    body: part.repeat(dice.oneOf([1, 1, 1, 2, 8])) + dice.oneOf(['--b--\r\n', '--b--\r\n', '--b--\r\n', '', '--b']),
  };
}

function fire({ method, path, headers, body }: Shot): Promise<Hit> {
  return new Promise((resolve, reject) => {
    const url = new URL(app.url);
    // Node frames a body by itself only where it expects one.
    if (body !== undefined) headers['content-length'] ??= String(Buffer.byteLength(body));
    const sending = request(
      { agent, host: url.hostname, port: url.port, method, path, headers, timeout: 20_000 },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: String(answer.headers['content-type'] ?? ''),
            text: Buffer.concat(chunks).toString(),
          }),
        );
        answer.on('error', reject);
      },
    );
    sending.on('timeout', () => sending.destroy(new Error('no answer')));
    sending.on('error', reject);
    sending.end(body);
  });
}

function verdict({ door, method, path }: Shot, { status, type, text }: Hit): string | undefined {
  if (status >= 500) return `answered ${status}: ${text.slice(0, 300)}`;
  if (status >= 400 && method !== 'HEAD') {
    // A page without script is told no in a page.
    if (door.rules.media === 'text/html' && type.includes('text/html')) return undefined;
    if (!type.includes('application/problem+json')) return `refused as ${type}: ${text.slice(0, 200)}`;
    const { code, status: said, requestId, detail } = JSON.parse(text) as Problem;
    if (!(code in problems) || problems[code] !== status || said !== status) return `refused with ${code} as ${status}`;
    if (requestId === undefined && detail !== 'This is no request that can be read.')
      return `refused without a request id: ${text}`;
    const declared = [...refusalsOf(door, facts.doors[door.route.verb]?.codes ?? []).values()].flat();
    if (method === door.route.method && !path.includes('%') && !declared.includes(code))
      return `refused with ${code}, which its document does not name`;
  }
  if (status === 200 || status === 201) {
    if (type.includes('application/json')) return method === door.route.method ? offSchema(door, text) : undefined;
  }
  return undefined;
}

describe('hostile requests', () => {
  it(`are refused by name or answered by schema, and break nothing (${count} of them, seed ${seed})`, async () => {
    customer = await asCustomer(house.tenant, house.subject);
    key = await givenApiKey(app, house.tenant, [...apiScopes]);
    const dice = new Dice(seed);
    const failures: string[] = [];
    const statuses: Record<string, number> = {};
    const codes = new Set<ProblemCode>();
    for (let fired = 0; fired < count; fired += atOnce) {
      if (fired % (atOnce * 10) === 0) await giveBack();
      const shots: Shot[] = [];
      for (let n = 0; n < atOnce; n++) shots.push(await shotAt(dice));
      await Promise.all(
        shots.map(async (shot) => {
          const hit = await fire(shot).catch((error: unknown) => error as Error);
          const wrong = hit instanceof Error ? `gave no answer: ${hit.message}` : verdict(shot, hit);
          if (!(hit instanceof Error)) {
            statuses[hit.status] = (statuses[hit.status] ?? 0) + 1;
            if (hit.type.includes('problem+json')) codes.add((JSON.parse(hit.text || '{}') as Problem).code);
          }
          if (wrong)
            failures.push(
              `${shot.door.route.verb}: ${wrong} ← ${shot.method} ${shot.path.slice(0, 200)} ${JSON.stringify(shot.headers).slice(0, 300)} ${String(shot.body ?? '').slice(0, 300)}`,
            );
        }),
      );
    }
    console.info(`fuzz: ${JSON.stringify(statuses)}, codes: ${[...codes].sort().join(' ')}`);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
    expect(
      [
        ...new Map(failures.map((failure) => [failure.split('←')[0]?.replace(/[0-9a-f-]{36}/g, ''), failure])).values(),
      ].slice(0, 25),
    ).toEqual([]);
    expect(statuses['200'] ?? 0).toBeGreaterThan(count / 20);
    expect(statuses['400'] ?? 0).toBeGreaterThan(count / 20);
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
  }, 300_000);
});

import { randomUUID } from 'node:crypto';
import type { Problem } from '@bookinda/contracts/problem';
import { pathOf } from '@bookinda/contracts/route';
import { exampleOf } from '../../platform/documents/example.js';
import { inputSchema } from '../../platform/documents/input-schemas.js';
import { type Door, Doors } from '../../platform/http/doors.js';
import type { As, TestApp } from '../app.js';
import { givenProof } from '../proof.js';
import { isAdmitted, type WallCaller } from './callers.js';
import type { House, Thing, Things } from './house.js';
import { fieldSlots, pathSlots, type Slot } from './slots.js';
import { VictimState } from './victim-state.js';

/** A cell that did what no cell may do. */
export interface Breach {
  door: string;
  caller: string;
  slot: string;
  why: string;
  answer: string;
}

export interface SweepReport {
  cells: number;
  /** Cells per door. */
  doors: Map<string, number>;
  breaches: Breach[];
}

interface Reply {
  status: number;
  text: string;
  replayed: boolean;
}

/** The cursors of the victim's lists, by verb. */
export type Cursors = Map<string, string>;

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const streaming = /^stream-/;
/** An event is named to say what the caller has read; naming another one gives no right and takes none. */
const namesOnly = (slot: Slot | undefined) => slot?.thing === 'event' || slot?.at === 'header';

/**
 * Every door × every place for an id × every caller, each with the victim's id and with one that nobody has. The two
 * must look the same, tell nothing and change nothing.
 */
export class Sweep {
  private readonly report: SweepReport = { cells: 0, doors: new Map(), breaches: [] };

  constructor(
    private readonly app: TestApp,
    private readonly victim: House,
    private readonly cursors: Cursors,
  ) {}

  async run(callers: WallCaller[]): Promise<SweepReport> {
    const state = await VictimState.of(this.app, this.victim);
    for (const door of inOrder(this.app.get(Doors).all)) {
      const cells = callers.flatMap((caller) => this.cellsOf(door, caller));
      this.report.doors.set(door.route.verb, cells.length);
      // Eight at a time: the order within a door does not matter, refused requests leave nothing.
      for (let at = 0; at < cells.length; at += 8) await Promise.all(cells.slice(at, at + 8).map((cell) => cell()));
      const changed = await state.changes();
      if (changed.length > 0) this.breach(door, 'somebody', 'any', `changed the victim's ${changed.join(', ')}`, '');
    }
    return this.report;
  }

  private cellsOf(door: Door, caller: WallCaller): (() => Promise<void>)[] {
    const admitted = isAdmitted(door, caller);
    // The victim's own people may read their own tenant; what they may not is not admitted.
    if (caller.insider && admitted && (caller.kind === 'staff' || caller.kind === 'api-key')) return [];
    const paths = pathSlots(door);
    const fields = fieldSlots(door).filter(({ at }) => !(caller.insider && admitted && at === 'header'));
    const cells = fields.map((slot) => () => this.cell(door, caller, slot.name, [slot], admitted));
    if (paths.length > 0) cells.push(() => this.cell(door, caller, 'path', paths, admitted));
    if (paths.length > 1) cells.push(() => this.cell(door, caller, 'last of path', paths.slice(-1), admitted));
    const harmless = door.route.method === 'GET' || !caller.insider || !admitted;
    if (paths.length === 0 && harmless) cells.push(() => this.plain(door, caller, admitted));
    return cells;
  }

  /** One cell: the victim's ids in the slots, then ids nobody has. */
  private async cell(door: Door, caller: WallCaller, name: string, slots: Slot[], admitted: boolean): Promise<void> {
    this.report.cells += 1;
    const sent = slots.map((slot) => this.victims(door, slot));
    const guess = slots.map(({ thing }) =>
      thing === 'cursor' ? Buffer.from(JSON.stringify([randomUUID()])).toString('base64url') : randomUUID(),
    );
    const foreign = await this.send(door, caller, slots, sent);
    this.judge(door, caller, name, foreign, admitted, sent);
    const [slot] = slots;
    const refused = foreign.status >= 400;
    const mayPass =
      namesOnly(slot) ||
      (door.route.method === 'GET' && slot?.at !== 'path' && slot?.at !== 'cursor') ||
      (slot?.at === 'cursor' && caller.insider);
    if (!refused && !mayPass)
      this.breach(door, caller.name, name, `accepted somebody else's ${slot?.thing}`, foreign.text);
    if (slot?.at === 'header' && foreign.replayed)
      this.breach(door, caller.name, name, "replayed somebody else's answer", foreign.text);
    if (namesOnly(slot) || (slot?.at === 'cursor' && caller.insider)) return;
    const random = await this.send(door, caller, slots, guess);
    if (random.status !== foreign.status || normal(random.text, guess) !== normal(foreign.text, sent)) {
      this.breach(
        door,
        caller.name,
        name,
        `differs from a random id (${random.status}: ${random.text.slice(0, 300)})`,
        foreign.text,
      );
    }
  }

  /** A door without ids: what it shows must be the caller's own. */
  private async plain(door: Door, caller: WallCaller, admitted: boolean): Promise<void> {
    this.report.cells += 1;
    this.judge(door, caller, 'nothing', await this.send(door, caller, [], []), admitted, []);
  }

  private judge(
    door: Door,
    caller: WallCaller,
    slot: string,
    { status, text }: Reply,
    admitted: boolean,
    sent: string[],
  ): void {
    if (status >= 500) this.breach(door, caller.name, slot, 'broke', text);
    if (!admitted && status !== 401 && status !== 403)
      this.breach(door, caller.name, slot, `let in who is not admitted (${status})`, text);
    const word = caller.mustNotSee.find((secret) => text.includes(secret));
    if (word) this.breach(door, caller.name, slot, `showed ${word}`, text);
    const id = [...text.matchAll(uuids)]
      .map(([found]) => found)
      .find((found) => caller.hidden.has(found) && !sent.includes(found));
    if (id) this.breach(door, caller.name, slot, `showed the id ${id}`, text);
  }

  private victims(door: Door, { thing }: Slot): string {
    return thing === 'cursor' ? (this.cursors.get(door.route.verb) ?? '') : this.victim.own[thing];
  }

  private async send(door: Door, caller: WallCaller, slots: Slot[], values: string[]): Promise<Reply> {
    return send(this.app, door, await caller.as(), caller.own, slots, values, caller.kind === 'visitor');
  }

  private breach(door: Door, caller: string, slot: string, why: string, answer: string): void {
    this.report.breaches.push({ door: door.route.verb, caller, slot, why, answer: answer.slice(0, 600) });
  }
}

/** Fields that no single rule requires but the use case does: one of several. */
const alsoNeeded: Record<string, (own: Things) => object> = {
  'file-ticket': ({ customer }) => ({ customer }),
  'sell-package': ({ template }) => ({ template }),
  'take-payment': () => ({ amount: 100 }),
  'preview-extension': () => ({ days: 1 }),
  'extend-packages': () => ({ days: 1 }),
  'open-package-ticket': ({ redemption }) => ({ step: redemption, description: 'I was not there.' }),
  'settle-package-matter': ({ service }) => ({ service, sessions: 1 }),
};

/** A valid request of somebody with `own` things, but `values` in the `slots`. */
export async function send(
  app: TestApp,
  door: Door,
  as: As,
  own: Things,
  slots: Slot[],
  values: string[],
  needsProof = false,
): Promise<Reply> {
  const { route } = door;
  const value = (slot: Slot) => values[slots.indexOf(slot)] ?? own[slot.thing as Thing];
  const names = Object.fromEntries(
    pathSlots(door).map((slot) => [
      slot.name,
      values[slots.findIndex(({ name, at }) => at === 'path' && name === slot.name)] ?? own[slot.thing as Thing],
    ]),
  );
  const input = door.input ? (exampleOf(inputSchema(door.input), {}, '', true) as Record<string, unknown>) : {};
  for (const slot of fieldSlots(door)) if (slot.name in input) input[slot.name] = own[slot.thing as Thing];
  for (const slot of slots)
    if (slot.at !== 'path' && slot.at !== 'header')
      input[slot.name] = slot.many === 'array' ? [value(slot)] : value(slot);
  for (const [name, needed] of Object.entries(alsoNeeded[route.verb]?.(own) ?? {})) input[name] ??= needed;
  if (route.verb === 'open-ticket' && needsProof)
    Object.assign(input, { email: 'visitor@people.example', proof: await givenProof(app, as) });
  const retry = slots.find(({ at }) => at === 'header');
  const path = pathOf(route, { token: 'x'.repeat(43), file: 'start.js', ...names });
  const query = route.method === 'GET' ? `?${new URLSearchParams(input as Record<string, string>)}` : '';
  const response = await fetch(app.url + path + query, {
    method: route.method,
    redirect: 'manual',
    ...(streaming.test(route.verb) ? { signal: AbortSignal.timeout(400) } : {}),
    ...body(door, input),
    headers: {
      ...(body(door, input).headers ?? {}),
      ...(route.method === 'POST' ? { 'idempotency-key': retry ? value(retry) : randomUUID() } : {}),
      ...as,
    },
  });
  const text = await (streaming.test(route.verb) && response.ok ? beginningOf(response) : response.text());
  return { status: response.status, text, replayed: response.headers.has('idempotent-replayed') };
}

function body({ route, input: dto }: Door, input: object): { body?: FormData | string; headers?: As } {
  if (route.method === 'GET') return {};
  if (route.verb.startsWith('upload-')) {
    const form = new FormData();
    form.set('file', new Blob(['words'], { type: 'text/plain' }), 'words.txt');
    return { body: form };
  }
  return dto ? { body: JSON.stringify(input), headers: { 'content-type': 'application/json' } } : {};
}

/** What a stream sends before it is cut. */
async function beginningOf(response: Response): Promise<string> {
  let text = '';
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      text += Buffer.from(chunk).toString();
  } catch {
    // Cut by us.
  }
  return text;
}

/** The same request's answer to two ids must be the same text but for the request's name and the id itself. */
function normal(text: string, ids: string[]): string {
  let same = text;
  for (const id of ids) if (id) same = same.replaceAll(id, '<id>');
  try {
    const problem = JSON.parse(same) as Problem;
    return JSON.stringify({ ...problem, requestId: '' });
  } catch {
    return same;
  }
}

/** Reading first, then what names an id, then what only makes: a door that ends sessions or secrets weakens no later cell. */
export function inOrder(doors: readonly Door[]): Door[] {
  const rank = (door: Door) =>
    door.route.method === 'DELETE' ? 3 : door.route.method === 'GET' ? 0 : pathSlots(door).length > 0 ? 1 : 2;
  return [...doors].sort((left, right) => rank(left) - rank(right) || left.route.verb.localeCompare(right.route.verb));
}

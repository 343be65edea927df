import { streamEvents, streamOwnEvents, streamSupportEvents } from '@bookinda/contracts/notifications/routes';
import { noteOnTicket, openSupportRequest, openTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type As, type TestApp, testApp } from '../app.js';
import { asCustomer } from '../given.js';
import { givenHouse, type House, passOf } from './house.js';

let app: TestApp;
let [victim, other]: (House | undefined)[] = [];
beforeAll(async () => {
  app = await testApp();
  await givenHouse(app, 'platform');
  [victim, other] = [await givenHouse(app), await givenHouse(app)];
}, 60_000);
afterAll(() => app?.stop());

interface Listener {
  heard: string;
  stop(): void;
}

async function listen(path: string, as: As): Promise<Listener> {
  const end = new AbortController();
  const listener: Listener = { heard: '', stop: () => end.abort() };
  const response = await fetch(app.url + path, { headers: as, signal: end.signal });
  expect(response.status).toBe(200);
  void (async () => {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      listener.heard += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  return listener;
}

it('live news reaches whom it concerns and no other tenant, customer or ticket', async () => {
  if (!victim || !other) throw new Error('not furnished');
  const owner = victim.members.OWNER.as;
  const rightful = [
    await listen(streamEvents.path, owner),
    await listen(streamOwnEvents.path, await asCustomer(victim.tenant, victim.subject)),
    await listen(streamSupportEvents.path, owner),
  ];
  const strangers = await Promise.all([
    listen(streamEvents.path, other.members.OWNER.as),
    listen(streamOwnEvents.path, await asCustomer(other.tenant, other.subject)),
    listen(streamOwnEvents.path, await asCustomer(victim.tenant, victim.neighbour)),
    listen(streamOwnEvents.path, passOf(app, victim, victim.neighbourOwn.ticket)),
    listen(streamSupportEvents.path, other.members.OWNER.as),
  ]);
  const words = { type: 'OTHER', subject: 'News', description: 'News' };
  const { body: opened } = await app.call(openTicket, await asCustomer(victim.tenant, victim.subject), words);
  await app.call(noteOnTicket, owner, { body: 'among us' }, { id: opened.id });
  const { body: asked } = await app.call(openSupportRequest, owner, words);
  for (let n = 0; n < 100 && !rightful.every(({ heard }) => heard.includes('event: change')); n++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(rightful.map(({ heard }) => [heard.includes(opened.id), heard.includes(asked.id)])).toEqual([
    [true, false],
    [true, false],
    [false, true],
  ]);
  expect(rightful[1]?.heard).not.toContain('note-added');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(strangers.map(({ heard }) => heard.includes('event: change'))).toEqual([false, false, false, false, false]);
  for (const { stop } of [...rightful, ...strangers]) stop();
}, 30_000);

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { networkWindows, type SharedWindow, SharedWindows, type WindowFull } from './shared-windows.js';

let app: TestApp;
let other: TestApp;
let windows: SharedWindows;
beforeAll(async () => {
  app = await testApp({ RATE_LIMITS: '1' });
  other = await testApp({ RATE_LIMITS: '1' }, app.db);
  windows = app.get(SharedWindows);
});
afterAll(async () => {
  await other.stop();
  await app.stop();
});

const window = (name: string, who: string, limit = 2, seconds = 3_600): SharedWindow => ({ name, who, limit, seconds });

async function fullOf(...wanted: SharedWindow[]): Promise<string[]> {
  return windows.take(...wanted).then(
    () => [],
    (refusal: WindowFull) => {
      expect(refusal.status).toBe(429);
      expect(refusal.facts.retryAfter).toBeGreaterThan(0);
      return refusal.full;
    },
  );
}

async function rows(name: string): Promise<number> {
  const [count] = await app.db.query<{ count: string }>('SELECT count(*) FROM rate_window WHERE name LIKE $1', [
    `${name}/%`,
  ]);
  return Number(count?.count);
}

it('names the full window, and counts in none while one is full', async () => {
  const [narrow, wide] = [window('narrow', 'one', 1), window('wide', 'all', 2)];
  expect(await fullOf(narrow, wide)).toEqual([]);
  expect(await fullOf(narrow, wide)).toEqual(['narrow']);
  expect(await fullOf(window('narrow', 'two', 1), wide)).toEqual([]);
  expect(await fullOf(window('narrow', 'three', 1), wide)).toEqual(['wide']);
});

it('writes no row for a refused try, whatever name it invents', async () => {
  const network = window('full-network', '192.0.2.1', 3);
  for (let n = 0; n < 20; n++) await fullOf(network, window('invented', `nobody-${n}@example.com`));
  expect(await rows('invented')).toBe(3);
});

it('holds one limit over instances and parallel calls', async () => {
  const wanted = window('parallel', 'one', 5);
  const tries = Array.from({ length: 20 }, (_, n) => (n % 2 ? windows : other.get(SharedWindows)).take(wanted));
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(5);
  expect(await fullOf(wanted)).toEqual(['parallel']);
});

it('folds names as the database does: no other spelling has fresh tries', async () => {
  for (const spelling of ['reception@example.com', 'RECEPTION@EXAMPLE.COM'])
    expect(await fullOf(window('fold', spelling))).toEqual([]);
  for (const spelling of ['receptİon@example.com', 'ｒeception@example.com', 'Reception@Example.Com'])
    expect([spelling, await fullOf(window('fold', spelling))]).toEqual([spelling, ['fold']]);
});

it('gives back what was counted, and clears a window', async () => {
  const wanted = window('right', 'one', 1);
  await windows.giveBack(await windows.take(wanted));
  expect(await fullOf(wanted)).toEqual([]);
  expect(await fullOf(wanted)).toEqual(['right']);
  await windows.clear(wanted);
  expect(await fullOf(wanted)).toEqual([]);
});

it('keeps windows of one name and two lengths apart, and opens again when they have ended', async () => {
  // Both: the other instance would delete windows that have ended by its own clock.
  for (const each of [app, other]) each.clock.moveTo('2026-03-01T00:00:00.000Z');
  const both = [window('mail', 'one', 1, 3_600), window('mail', 'one', 2, 86_400)];
  expect(await fullOf(...both)).toEqual([]);
  expect(await fullOf(...both)).toEqual(['mail']);
  app.clock.moveBy({ hours: 1 });
  expect(await fullOf(...both)).toEqual([]);
  app.clock.moveBy({ hours: 1 });
  expect(await fullOf(...both)).toEqual(['mail']);
  app.clock.moveBy({ hours: 22 });
  expect(await fullOf(...both)).toEqual([]);
});

it('counts a /64 like one address and its /48 with ten times the limit', async () => {
  for (let n = 0; n < 20; n++)
    expect(await fullOf(...networkWindows('v6', `2001:db8:1:${n >> 1}::${n}`, 2, 60))).toEqual([]);
  expect(await fullOf(...networkWindows('v6', '2001:db8:1:99::1', 2, 60))).toEqual(['v6']);
  expect(await fullOf(...networkWindows('v6', '2001:db8:2:99::1', 2, 60))).toEqual([]);
});

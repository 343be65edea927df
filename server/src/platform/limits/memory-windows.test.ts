import { expect, it } from '@jest/globals';
import { MemoryWindows } from './memory-windows.js';

const start = 1_800_000_000_000;

it('never keeps more windows than it may, whatever names are invented; those that end first go first', () => {
  const windows = new MemoryWindows(100);
  windows.hit('hourly', 'kept', 3_600, start, 1);
  for (let n = 0; n < 1_000; n++) windows.hit('minutely', `2001:db8:${n}::/64`, 60, start, 1);
  expect(windows.size).toBe(100);
  expect(windows.find('hourly', 'kept', 3_600, start)).toBeDefined();
  expect(windows.find('minutely', '2001:db8:0::/64', 60, start)).toBeUndefined();
  expect(windows.find('minutely', '2001:db8:999::/64', 60, start)).toBeDefined();
  expect(windows.unsent(1_000)).toHaveLength(100);
});

it('drops a window as soon as it has ended, and what still waits to be sent of it', () => {
  const windows = new MemoryWindows();
  for (let n = 0; n < 10; n++) windows.hit('minutely', `${n}`, 60, start, 1);
  windows.hit('hourly', 'one', 3_600, start, 1);
  windows.forgetEnded(start + 59_000);
  expect(windows.size).toBe(11);
  windows.forgetEnded(start + 60_000);
  expect(windows.size).toBe(1);
  expect(windows.unsent(100).map(({ name }) => name)).toEqual(['hourly']);
});

it('sends a window from the hit on that is asked for, so that callers who come once leave no row', () => {
  const windows = new MemoryWindows();
  for (let n = 0; n < 4; n++) windows.hit('verb', 'one', 60, start, 5);
  expect(windows.unsent(10)).toEqual([]);
  windows.hit('verb', 'one', 60, start, 5);
  expect(windows.unsent(10)).toMatchObject([{ unsent: 5 }]);
});

it('keeps two limits of one name apart by their length', () => {
  const windows = new MemoryWindows();
  windows.hit('verb', 'one', 60, start, 1);
  expect(windows.find('verb', 'one', 3_600, start)).toBeUndefined();
});

it('costs no more with many windows than with few', () => {
  const cost = (count: number) => {
    const windows = new MemoryWindows();
    for (let n = 0; n < count; n++) windows.hit('hourly', `${n}`, 3_600, start, 1_000);
    const before = process.hrtime.bigint();
    for (let n = 0; n < 1_000; n++) windows.forgetEnded(start);
    return Number(process.hrtime.bigint() - before) / 1e6;
  };
  cost(10);
  // A walk over 50,000 windows, a thousand times, takes seconds.
  expect(cost(50_000)).toBeLessThan(500);
});

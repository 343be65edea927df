import { describe, expect, it } from '@jest/globals';
import { daysAfter, freezeOn, frozenDays } from './package-freeze.js';

describe('freeze', () => {
  const facts = { cancelled: false, frozenFrom: '2028-02-28', frozenUntil: '2028-03-02' };

  it('PK-19 is planned, running through its last day, then over; a cancelled package has none', () => {
    expect(freezeOn(facts, '2028-02-27')).toEqual({ from: '2028-02-28', until: '2028-03-02', now: false });
    expect(freezeOn(facts, '2028-02-28')?.now).toBe(true);
    expect(freezeOn(facts, '2028-03-02')?.now).toBe(true);
    expect(freezeOn(facts, '2028-03-03')).toBeNull();
    expect(freezeOn({ ...facts, frozenUntil: null }, '2999-01-01')).toMatchObject({ until: null, now: true });
    expect(freezeOn({ ...facts, frozenFrom: null, frozenUntil: null }, '2028-02-28')).toBeNull();
    expect(freezeOn({ ...facts, cancelled: true }, '2028-02-28')).toBeNull();
  });

  it('PK-19 counts both ends, over a leap day and nights that change the clock; the day of a thaw counts no more', () => {
    expect(frozenDays('2028-02-28', '2028-03-02')).toBe(4);
    expect(frozenDays('2027-02-28', '2027-03-02')).toBe(3);
    expect(frozenDays('2026-10-24', '2026-10-26')).toBe(3);
    expect(frozenDays('2026-03-28', null, '2026-03-30')).toBe(2);
    expect(frozenDays('2028-02-28', '2028-03-02', '2028-02-29')).toBe(1);
    expect(frozenDays('2028-02-28', '2028-03-02', '2028-02-28')).toBe(0);
    expect(frozenDays('2028-02-28', null, '2028-02-20')).toBe(0);
    expect(daysAfter('2028-02-28', 2)).toBe('2028-03-01');
  });
});

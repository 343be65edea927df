import { RedeemSession } from '@bookinda/contracts/packages/redeem-session.dto';
import { AssignTicket } from '@bookinda/contracts/support/move-ticket.dto';
import { OpenTicket } from '@bookinda/contracts/support/open-ticket.dto';
import { describe, expect, it } from '@jest/globals';
import { validated } from './input.js';
import type { Refusal } from './refusal.js';

const service = '019a8d2e-7c14-7b6e-9f0a-3d5b8c1e2f47';

function refusalOf(value: unknown): Refusal {
  try {
    validated(RedeemSession, value);
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('accepted');
}

describe('an input', () => {
  it('takes null for a field that may be left out as left out, and keeps it where it says something', () => {
    expect(validated(RedeemSession, { service, sessions: null, staff: null })).toEqual({ service });
    expect(validated(AssignTicket, { assignee: null })).toEqual({ assignee: null });
  });

  it('is measured by its own class, whatever class it claims', () => {
    for (const claimed of [null, 1, {}, { prototype: {} }, 'RedeemSession']) {
      expect(refusalOf({ service, constructor: claimed })).toMatchObject({
        code: 'invalid-input',
        facts: { errors: [{ path: 'constructor' }] },
      });
    }
  });

  it('has one \\n at the end of each line of a text, however the client ends lines', () => {
    const ticket = { type: 'OTHER', subject: 'Hours', uploads: [], metadata: { raw: 'a\r\nb' } };
    const read = (description: string) => validated(OpenTicket, { ...ticket, description });
    for (const end of ['\n', '\r\n', '\r']) {
      expect(read(`Hello${end}${end}are you open?`)).toMatchObject({
        description: 'Hello\n\nare you open?',
        metadata: { raw: 'a\r\nb' },
      });
    }
  });

  it('of any depth is refused, never a broken stack', () => {
    let deep: unknown = 'deep';
    for (let n = 0; n < 100_000; n++) deep = [deep];
    expect(refusalOf({ service, staff: deep })).toMatchObject({ code: 'bad-request' });
    expect(refusalOf(deep)).toMatchObject({ code: 'invalid-input' });
  });

  it('with hundreds of unknown fields is refused with at most 20 rows, and with thousands before any is looked at', () => {
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, n]));
    const refusal = refusalOf({ service, ...fields(900) });
    expect(refusal.code).toBe('invalid-input');
    expect(refusal.facts.errors).toHaveLength(20);
    expect(refusalOf({ service, ...fields(2_000) })).toMatchObject({ code: 'bad-request' });
    expect(refusalOf({ service, staff: Array.from({ length: 2_000 }, () => 0) })).toMatchObject({
      code: 'bad-request',
    });
  });

  it('names a wrong field by no more than its beginning', () => {
    const [wrong] = refusalOf({ service, ['x'.repeat(100_000)]: 1 }).facts.errors ?? [];
    expect(wrong).toMatchObject({ code: 'whitelist-validation', message: 'There is no such field.' });
    expect(wrong?.path.length).toBeLessThan(250);
    expect(JSON.stringify(refusalOf({ [`${'x'.repeat(50_000)}\0`]: 1 }).facts).length).toBeLessThan(1_000);
  });

  it('holds no character that cannot be stored, in values or names', () => {
    for (const value of [{ service: 'a\0' }, { service: '\ud800' }, { 'a\0': 1 }])
      expect(refusalOf(value).code).toBe('invalid-input');
  });
});

import { createHash } from 'node:crypto';
import { openTicket } from '@bookinda/contracts/support/routes';
import type { Challenge } from '@bookinda/contracts/support/ticket';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Visitor } from '../../identity/callers.js';
import { RateLimits } from '../../platform/limits/rate-limits.js';
import { type TestApp, testApp } from '../../test/app.js';
import { asVisitor, type GivenTenant, givenTenant } from '../../test/given.js';
import { givenProof } from '../../test/proof.js';
import { ProofOfWork } from './proof-of-work.js';

let app: TestApp;
let twin: TestApp;
let proofs: ProofOfWork;
let salon: GivenTenant;
let siteKeyId: string;
beforeAll(async () => {
  app = await testApp({ RATE_LIMITS: '1' });
  twin = await testApp({ RATE_LIMITS: '1' }, app.db);
  proofs = app.get(ProofOfWork);
});
afterAll(async () => {
  await twin.stop();
  await app.stop();
});
let days = 0;
beforeEach(async () => {
  days += 1;
  for (const each of [app, twin]) each.clock.moveTo(new Date(Date.UTC(2026, 3, days, 12, 0, 1)).toISOString());
  salon = await givenTenant(app);
  const [key] = await app.db.query<{ id: string }>('SELECT id FROM site_key WHERE tenant_id = $1', [salon.id]);
  siteKeyId = key?.id ?? '';
});

const from = (address: string): Visitor => ({ kind: 'visitor', tenantId: salon.id, siteKeyId, address });
function solved({ salt, zeroBits, signature }: Challenge): string {
  for (let n = 0; ; n++) {
    const hash = createHash('sha256')
      .update(salt + n)
      .digest();
    if (hash.readUInt32BE(0) >>> (32 - zeroBits) === 0) return `${salt}.${zeroBits}.${signature}.${n}`;
  }
}
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'taken';
  } catch (refusal) {
    return (refusal as { code?: string }).code;
  }
};

it('grows with the challenges of one network, from 2^15 by one bit for every doubling, and never beyond 2^19', () => {
  const bits = Array.from(
    { length: 400 },
    (_, n) => proofs.challenge(from(`2001:db8:5:7::${n.toString(16)}`)).zeroBits,
  );
  expect([1, 10, 19, 20, 40, 80, 160, 400].map((n) => bits[n - 1])).toEqual([15, 15, 15, 16, 17, 18, 19, 19]);
  expect(proofs.challenge(from('192.0.2.9')).zeroBits).toBe(15);
  app.clock.moveBy({ hours: 1 });
  expect(proofs.challenge(from('2001:db8:5:7::1')).zeroBits).toBe(15);
});

it('cannot be lowered: the difficulty is signed', () => {
  const { salt, zeroBits, signature } = proofs.challenge(from('192.0.2.1'));
  app.clock.moveBy({ seconds: 3 });
  expect(zeroBits).toBe(15);
  for (const bits of [0, 1, 14, 16])
    expect(codeOf(() => proofs.check(salon.id, `${salt}.${bits}.${signature}.1`))).toBe('proof-required');
});

it('grows with the tickets of one site key, from whatever networks; challenges collected before are refused then', () => {
  const hoarded = [solved(proofs.challenge(from('198.51.100.1'))), solved(proofs.challenge(from('198.51.100.2')))];
  app.clock.moveBy({ seconds: 3 });
  const paid = solved(proofs.challenge(from('198.51.100.3')));
  app.clock.moveBy({ seconds: 3 });
  for (let n = 0; n < 119; n++) {
    const fresh = proofs.challenge(from(`203.0.${n}.1`));
    if (n === 0) expect(fresh.zeroBits).toBe(15);
    // Hits of tickets, without the seconds of solving 119 of them.
    app.get(RateLimits).count('proof:site-key', [{ name: siteKeyId, factor: 1 }], { calls: 30, seconds: 600 });
  }
  expect(proofs.challenge(from('203.0.113.200')).zeroBits).toBe(16);
  expect(codeOf(() => proofs.checkForTicket(from('198.51.100.1'), hoarded[0]))).toBe('taken');
  expect(proofs.challenge(from('203.0.113.201')).zeroBits).toBe(17);
  expect(codeOf(() => proofs.checkForTicket(from('198.51.100.2'), hoarded[1]))).toBe('proof-required');
  expect(codeOf(() => proofs.checkForTicket(from('198.51.100.3'), paid))).toBe('proof-required');
  // For an upload it is still the work of one form.
  expect(codeOf(() => proofs.check(salon.id, paid))).toBe('taken');
  // Other pages are not concerned.
  expect(proofs.challenge({ ...from('203.0.113.202'), siteKeyId: 'another' }).zeroBits).toBe(15);
});

it('counts what other instances took', async () => {
  for (let n = 0; n < 40; n++) twin.get(ProofOfWork).challenge(from('192.0.2.77'));
  await twin.get(RateLimits).exchange();
  for (let n = 0; n < 3; n++) proofs.challenge(from('192.0.2.77'));
  await app.get(RateLimits).exchange();
  expect(proofs.challenge(from('192.0.2.77')).zeroBits).toBe(17);
});

it('a ticket is opened with the harder proof, once', async () => {
  for (let n = 0; n < 45; n++) proofs.challenge(from('127.0.0.1'));
  const visitor = asVisitor(salon);
  const proof = await givenProof(app, visitor);
  expect(proof.split('.')[1]).toBe('17');
  const input = { type: 'OTHER', subject: 'Hello', description: 'Hello', email: 'eva@example.hu', proof };
  expect((await app.call(openTicket, visitor, input)).status).toBe(201);
  expect((await app.call(openTicket, visitor, input)).problem.code).toBe('proof-required');
});

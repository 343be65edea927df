import { randomUUID } from 'node:crypto';
import {
  openPackageTicket,
  redeemSession,
  refundPayment,
  reversePayment,
  reverseRedemption,
  takePayment,
} from '@bookinda/contracts/packages/routes';
import {
  closeOwnTicket,
  moveTicket,
  openTicket,
  readTicket,
  replyToOwnTicket,
  replyToTicket,
  uploadDeskFile,
  uploadFile,
} from '@bookinda/contracts/support/routes';
import type { UploadReceipt } from '@bookinda/contracts/support/ticket';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type As, type TestApp, testApp } from './app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from './given.js';

const words = { type: 'TECHNICAL', subject: 'Booking save error', description: 'See the picture.' };

describe('what is kept under an idempotency key', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;
  let customer: string;
  let as: As;
  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
    customer = await givenCustomer(app, salon);
    as = await asCustomer(salon, customer);
  });
  afterAll(() => app.stop());

  const key = () => ({ 'idempotency-key': randomUUID() });
  const keptUnder = (sent: As) =>
    app.db.query<{ status: number }>(`SELECT status FROM idempotency WHERE key LIKE '%:' || $1`, [
      sent['idempotency-key'],
    ]);
  async function upload(by: As, path: string): Promise<string> {
    const body = new FormData();
    body.append('file', new Blob(['words']), 'a.txt');
    const answer = await fetch(app.url + path, { method: 'POST', headers: { ...by, ...key() }, body });
    return ((await answer.json()) as UploadReceipt).id;
  }
  const codeOf = ({ status, problem }: Answer<unknown>) => (status < 400 ? status : problem.code);

  it('B3 a question refused because another one is open goes out under the same key once that one is closed', async () => {
    const { id, services } = await givenPackage(app, salon, customer);
    const { body } = await app.call(redeemSession, manager.as, { service: services[0]! }, { id });
    const dispute = { about: 'dispute', step: body.entry, description: 'Not me.' } as const;
    const { body: open } = await app.call(openPackageTicket, as, dispute, { id });
    const retry = key();
    expect(codeOf(await app.call(openPackageTicket, as, dispute, { id }, retry))).toBe('already-open');
    expect(await keptUnder(retry)).toEqual([]);
    await app.call(closeOwnTicket, as, {}, { id: open.id });
    const now = await app.call(openPackageTicket, as, dispute, { id }, retry);
    expect(codeOf(now)).toBe(201);
    const again = await app.call(openPackageTicket, as, dispute, { id }, retry);
    expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([now.body, 'true']);
  });

  it('B3 money and sessions refused for now are decided anew: payment, refund, reversal of a payment, redemption', async () => {
    const { id, services } = await givenPackage(app, salon, customer, { price: 1_000, services: [{ total: 1 }] });
    const names = { id };
    const retry = { pay: key(), back: key(), reverse: key(), redeem: key() };
    const refund = () =>
      app.call(refundPayment, manager.as, { amount: 300, method: 'cash', reason: 'x' }, names, retry.back);
    expect(codeOf(await refund())).toBe('out-of-bounds');
    const { body: paid } = await app.call(takePayment, manager.as, { amount: 1_000, method: 'cash' }, names);
    const pay = () => app.call(takePayment, manager.as, { amount: 300, method: 'cash' }, names, retry.pay);
    expect(codeOf(await pay())).toBe('over-payment');
    expect(codeOf(await refund())).toBe(200);
    expect(codeOf(await pay())).toBe(200);
    // Once more under the same keys: the first effects, although both would be refused or doubled now.
    for (const twice of [await refund(), await pay()]) expect(twice.headers.get('idempotent-replayed')).toBe('true');

    const { body: back } = await app.call(
      refundPayment,
      manager.as,
      { amount: 500, method: 'cash', reason: 'x' },
      names,
    );
    const reverse = () => app.call(reversePayment, manager.as, {}, { id, pid: paid.step }, retry.reverse);
    expect([codeOf(await reverse()), back.card.paid.amount]).toEqual(['out-of-bounds', 500]);
    await app.call(takePayment, manager.as, { amount: 500, method: 'cash' }, names);
    expect(codeOf(await reverse())).toBe(200);

    const redeem = () => app.call(redeemSession, manager.as, { service: services[0]! }, names, retry.redeem);
    const { body: last } = await app.call(redeemSession, manager.as, { service: services[0]! }, names);
    expect(codeOf(await redeem())).toBe('nothing-left');
    await app.call(reverseRedemption, manager.as, {}, { id, rid: last.entry });
    expect(codeOf(await redeem())).toBe(200);
  });

  it('B3 a message whose own first try used its file is answered as the first time, not refused', async () => {
    const retry = { open: key(), own: key(), desk: key() };
    const opening = { ...words, uploads: [await upload(as, uploadFile.path)] };
    const opened = await app.call(openTicket, as, opening, {}, retry.open);
    expect(codeOf(opened)).toBe(201);
    const twice = await app.call(openTicket, as, opening, {}, retry.open);
    expect([twice.status, twice.body, twice.headers.get('idempotent-replayed')]).toEqual([201, opened.body, 'true']);
    const ticket = { id: opened.body.id };
    const own = { body: 'And this.', uploads: [await upload(as, uploadFile.path)] };
    const desk = { body: 'Thanks.', uploads: [await upload(manager.as, uploadDeskFile.path)] };
    for (const send of [
      () => app.call(replyToOwnTicket, as, own, ticket, retry.own),
      () => app.call(replyToTicket, manager.as, desk, ticket, retry.desk),
    ]) {
      const first = await send();
      const second = await send();
      expect([first.status, second.status, second.headers.get('idempotent-replayed')]).toEqual([200, 200, 'true']);
      expect(second.body).toEqual(first.body);
    }
    expect((await app.call(readTicket, manager.as, undefined, ticket)).body.messages).toHaveLength(3);
  });

  it('B3 a reply and a move refused on a closed ticket are decided anew when it is open again', async () => {
    const { body: ticket } = await app.call(openTicket, as, words);
    await app.call(moveTicket, manager.as, { act: 'desk-resolves' }, { id: ticket.id });
    await app.call(closeOwnTicket, as, {}, { id: ticket.id });
    const retry = key();
    const reply = () => app.call(replyToTicket, manager.as, { body: 'One more thing.' }, { id: ticket.id }, retry);
    expect(codeOf(await reply())).toBe('ticket-closed');
    // No verb opens a closed ticket again yet: as an operator would.
    await app.db.query(
      `UPDATE ticket t SET kind = s.kind, status = s.code, resolved_at = NULL FROM ticket_status s
       WHERE t.id = $1 AND s.tenant_id = t.tenant_id AND s.kind = 'working' AND NOT s.retired`,
      [ticket.id],
    );
    expect(codeOf(await reply())).toBe(200);
  });

  it('B3 no refusal of any verb is a row', async () => {
    const { id, services } = await givenPackage(app, salon, customer, { price: 1_000, services: [{ total: 1 }] });
    const names = { id };
    const file = await upload(as, uploadFile.path);
    const effect = key();
    const redeem = (retry: As) => app.call(redeemSession, manager.as, { service: services[0]! }, names, retry);
    const { body } = await redeem(effect);
    const dispute = { about: 'dispute', step: body.entry, description: 'Not me.' } as const;
    const { body: ticket } = await app.call(openPackageTicket, as, dispute, names);
    await app.call(openTicket, as, { ...words, uploads: [file] });
    const ofTicket = { id: ticket.id };
    const money = { amount: 2_000, method: 'cash' } as const;
    const refusals: Record<string, (retry: As) => Promise<Answer<unknown>>> = {
      'nothing-left': redeem,
      'over-payment': (retry) => app.call(takePayment, manager.as, money, names, retry),
      'out-of-bounds': (retry) => app.call(refundPayment, manager.as, { ...money, reason: 'x' }, names, retry),
      'already-open': (retry) => app.call(openPackageTicket, as, dispute, names, retry),
      'invalid-input': (retry) => app.call(openTicket, as, { ...words, uploads: [file] }, {}, retry),
      'ticket-closed': async (retry) => {
        await app.call(closeOwnTicket, as, {}, ofTicket);
        return app.call(replyToTicket, manager.as, { body: 'One more thing.' }, ofTicket, retry);
      },
    };
    for (const [code, refuse] of Object.entries(refusals)) {
      const retry = key();
      expect(codeOf(await refuse(retry))).toBe(code);
      expect([code, await keptUnder(retry)]).toEqual([code, []]);
    }
    // What had an effect is kept: the rows are looked for where they are.
    expect(await keptUnder(effect)).toEqual([{ status: 200 }]);
    expect(await app.db.query('SELECT key FROM idempotency WHERE status >= 400')).toEqual([]);
  });
});

import { limits } from '@bookinda/contracts/limits';
import { openPackageTicket, redeemSession, settlePackageMatter } from '@bookinda/contracts/packages/routes';
import {
  editTicket,
  listTickets,
  openTicket,
  replyToOwnTicket,
  replyToTicket,
} from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';

describe('a thread of any length', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let agent: GivenMember;
  let customer: As;
  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    agent = await givenMember(app, salon, 'AGENT');
    customer = await asCustomer(salon, await givenCustomer(app, salon));
  });
  afterAll(() => app.stop());

  const open = async (subject: string) =>
    (await app.call(openTicket, customer, { type: 'BILLING', subject, description: 'The very first words' })).body.id;
  /** So many words that no message had before, as text of at most `length` characters. */
  const newWords = (message: number, length: number) =>
    Array.from({ length: length / 10 }, (_, n) => `w${message}x${n}`.padEnd(9, 'z')).join(' ');
  const wordsFound = async (id: string) => {
    const [row] = await app.db.query<{ words: number }>('SELECT length(search) AS words FROM ticket WHERE id = $1', [
      id,
    ]);
    return row?.words ?? 0;
  };

  it('stays answerable for both sides, and its words in the search have a bound', async () => {
    const id = await open('Flood');
    for (let n = 0; n < 8; n++) {
      const { status } = await app.call(
        replyToOwnTicket,
        customer,
        { body: newWords(n, limits.message - 100) },
        { id },
      );
      expect(status).toBe(200);
    }
    expect(await wordsFound(id)).toBeLessThan(6_000);
    const { status } = await app.call(
      replyToTicket,
      agent.as,
      { body: 'Sorry.', force: true, resolve: 'answered' },
      { id },
    );
    expect(status).toBe(200);
    expect((await app.call(listTickets, agent.as, { q: 'very first' })).body.items).toMatchObject([{ id }]);
  });

  it('that was filled to PostgreSQL’s limit before there was a bound takes answers, and a new subject', async () => {
    const id = await open('Full');
    await app.db.query(
      `UPDATE ticket SET search = (SELECT array_to_tsvector(array_agg('word' || lpad(n::text, 40, 'x'))) FROM generate_series(1, 21000) n)
       WHERE id = $1`,
      [id],
    );
    expect((await app.call(replyToOwnTicket, customer, { body: newWords(99, 10_000) }, { id })).status).toBe(200);
    expect(await wordsFound(id)).toBe(21_000);
    expect((await app.call(editTicket, agent.as, { subject: 'Emptied' }, { id })).status).toBe(200);
    expect(await wordsFound(id)).toBeLessThan(6_000);
    expect((await app.call(listTickets, agent.as, { q: 'emptied first' })).body.items).toMatchObject([{ id }]);
  });

  it('about a package, filled to that limit, is settled: the answer and the remedy', async () => {
    const owner = await givenMember(app, salon, 'OWNER');
    const person = await givenCustomer(app, salon);
    const services = [{ name: 'Massage', total: 10 }];
    const { id: pack, services: ids } = await givenPackage(app, salon, person, { services });
    const { body: redeemed } = await app.call(redeemSession, owner.as, { service: ids[0] ?? '' }, { id: pack });
    const dispute = { about: 'dispute', step: redeemed.entry, description: 'I was not there.' } as const;
    const { id } = (await app.call(openPackageTicket, await asCustomer(salon, person), dispute, { id: pack })).body;
    await app.db.query(
      `UPDATE ticket SET search = (SELECT array_to_tsvector(array_agg(lpad(n::text, 2000, 'x'))) FROM generate_series(1, 515) n)
       WHERE id = $1`,
      [id],
    );
    const settlement = { remedy: 'restore', redemption: redeemed.entry, force: true, resolve: 'done' } as const;
    const settled = await app.call(settlePackageMatter, owner.as, { body: newWords(3, 10_000), ...settlement }, { id });
    expect(settled.status).toBe(200);
    expect(settled.body).toMatchObject({ card: { services: [{ used: 0 }] }, ticket: { kind: 'solved' } });
  });

  it('with words so long that few of them fill the limit takes answers', async () => {
    const id = await open('Long words');
    await app.db.query(
      `UPDATE ticket SET search = (SELECT array_to_tsvector(array_agg(lpad(n::text, 2000, 'x'))) FROM generate_series(1, 515) n)
       WHERE id = $1`,
      [id],
    );
    for (const body of [newWords(1, limits.message - 100), 'Short.'])
      expect((await app.call(replyToTicket, agent.as, { body, force: true }, { id })).status).toBe(200);
  });
});

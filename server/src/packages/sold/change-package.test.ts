/** @dates */
import { roles } from '@bookinda/contracts/identity/session';
import { cancelReasons } from '@bookinda/contracts/packages/package';
import {
  cancelPackage,
  changeExpiry,
  correctSessions,
  listHistory,
  listNotes,
  noteOnPackage,
  pinNote,
  redeemSession,
} from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import {
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenPackage,
  givenTenant,
} from '../../test/given.js';
import { packageFindings } from '../../test/package-audit.js';

describe('changes of a package', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let manager: GivenMember;
  let customer: string;

  beforeAll(async () => {
    app = await testApp();
    // Half past midnight in Budapest: the salon's day is the 22nd, UTC's the 21st.
    app.clock.moveTo('2026-11-21T23:30:00Z');
    salon = await givenTenant(app);
    manager = await givenMember(app, salon, 'MANAGER');
    customer = await givenCustomer(app, salon);
  });
  afterAll(async () => {
    expect(await packageFindings(app)).toEqual([]);
    await app.stop();
  });

  const eventsOf = (id: string) =>
    app.db.query<{ kind: string; data: object }>('SELECT kind, data FROM event WHERE package_id = $1 ORDER BY id', [
      id,
    ]);

  it('PK-09 expiry is changed and removed, each with before and after; the same date changes nothing', async () => {
    const { id } = await givenPackage(app, salon, customer, { expiresOn: '2026-12-01' });
    const moved = await app.call(changeExpiry, manager.as, { expiresOn: '2027-01-31', reason: ' closed ' }, { id });
    expect(moved.body.card).toMatchObject({ expiresOn: '2027-01-31', version: 2 });
    const same = await app.call(changeExpiry, manager.as, { expiresOn: '2027-01-31' }, { id });
    expect(same.body).toMatchObject({ card: { version: 2 }, head: moved.body.head });
    expect((await app.call(changeExpiry, manager.as, { expiresOn: null }, { id })).body.card).toMatchObject({
      expiresOn: null,
      daysLeft: null,
    });
    const { items } = (await app.call(listHistory, manager.as, {}, { id })).body;
    expect(items.slice(1)).toMatchObject([
      {
        kind: 'expiry-changed',
        change: { from: '2026-12-01', to: '2027-01-31' },
        reason: 'closed',
        actor: manager.name,
      },
      { kind: 'expiry-changed', change: { from: '2027-01-31', to: null }, reason: null },
    ]);
    expect(await eventsOf(id)).toMatchObject([
      { kind: 'expiry-changed', data: { change: { field: 'expiresOn', from: '2026-12-01', to: '2027-01-31' } } },
      { kind: 'expiry-changed' },
    ]);
  });

  it('PK-09 a date that is over in the salon’s zone is refused, today is not; what is no date is refused', async () => {
    const { id } = await givenPackage(app, salon, customer);
    for (const expiresOn of [
      '2026-11-21',
      '2026-02-30',
      '2027-02-29',
      'tomorrow',
      '',
      'infinity',
      '99999-01-01',
      1,
      undefined,
      '２０２７-01-01',
      ['2027-01-01'],
    ]) {
      const { problem } = await app.call(changeExpiry, manager.as, { expiresOn } as never, { id });
      expect({ expiresOn, code: problem.code, path: problem.errors?.[0]?.path }).toEqual({
        expiresOn,
        code: 'invalid-input',
        path: 'expiresOn',
      });
    }
    expect(await eventsOf(id)).toEqual([]);
    expect((await app.call(changeExpiry, manager.as, { expiresOn: '2026-11-22' }, { id })).body.card).toMatchObject({
      daysLeft: 0,
    });
  });

  it('PK-11 expired needs a reason to be restored, used up opens fully, cancelled not at all', async () => {
    const expired = await givenPackage(app, salon, customer, { expiresOn: '2026-11-21' });
    for (const input of [{ expiresOn: '2026-12-01' }, { expiresOn: null }, { expiresOn: null, reason: '  ' }])
      expect((await app.call(changeExpiry, manager.as, input, { id: expired.id })).problem).toMatchObject({
        code: 'invalid-input',
        errors: [{ path: 'reason' }],
      });
    expect(
      (await app.call(correctSessions, manager.as, { service: expired.services[0]!, change: -1 }, { id: expired.id }))
        .problem.code,
    ).toBe('package-expired');
    const restored = await app.call(
      changeExpiry,
      manager.as,
      { expiresOn: '2026-12-01', reason: '<script>alert(1)</script>' },
      { id: expired.id },
    );
    expect(restored.body.card.status).toBe('active');

    const empty = await givenPackage(app, salon, customer, {
      services: [{ total: 1, used: 1 }],
      expiresOn: '2026-01-31',
    });
    expect((await app.call(changeExpiry, manager.as, { expiresOn: '2026-12-01' }, { id: empty.id })).status).toBe(200);
    expect(
      (await app.call(correctSessions, manager.as, { service: empty.services[0]!, change: 1 }, { id: empty.id }))
        .status,
    ).toBe(200);

    const cancelled = await givenPackage(app, salon, customer);
    await app.call(cancelPackage, manager.as, { reason: 'error' }, { id: cancelled.id });
    const service = cancelled.services[0]!;
    for (const answer of [
      await app.call(changeExpiry, manager.as, { expiresOn: null }, { id: cancelled.id }),
      await app.call(correctSessions, manager.as, { service, change: -1 }, { id: cancelled.id }),
      await app.call(redeemSession, manager.as, { service }, { id: cancelled.id }),
      await app.call(cancelPackage, manager.as, { reason: 'error' }, { id: cancelled.id }),
    ])
      expect(answer.problem).toMatchObject({ status: 409, code: 'package-cancelled' });
  });

  it('PK-14 cancels for each reason, once and for good', async () => {
    for (const reason of cancelReasons) {
      const { id } = await givenPackage(app, salon, customer, { paid: 100 });
      const { body } = await app.call(cancelPackage, manager.as, { reason, note: '=cmd()' }, { id });
      expect(body.card).toMatchObject({ status: 'cancelled', paid: { amount: 100 }, version: 2 });
      expect((await app.call(listHistory, manager.as, {}, { id })).body.items.at(-1)).toMatchObject({
        id: body.step,
        kind: 'cancelled',
        reason,
        text: '=cmd()',
        change: { from: 'active', to: 'cancelled' },
      });
    }
    const { id } = await givenPackage(app, salon, customer);
    for (const reason of ['boredom', '', undefined, null])
      expect((await app.call(cancelPackage, manager.as, { reason } as never, { id })).problem).toMatchObject({
        code: 'invalid-input',
        errors: [{ path: 'reason' }],
      });
    expect(await eventsOf(id)).toEqual([]);
  });

  it('PK-15 notes have author and time, pinned ones stand first, the customer never reads them', async () => {
    const { id } = await givenPackage(app, salon, customer);
    const staff = await givenMember(app, salon, 'STAFF');
    const first = await app.call(noteOnPackage, staff.as, { text: ' agreed 5k per visit ' }, { id });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ text: 'agreed 5k per visit', author: staff.name, pinned: false });
    await app.call(noteOnPackage, manager.as, { text: 'second' }, { id });
    const texts = async () =>
      (await app.call(listNotes, staff.as, undefined, { id })).body.items.map(({ text }) => text);
    expect(await texts()).toEqual(['second', 'agreed 5k per visit']);
    const names = { id, nid: first.body.id };
    expect((await app.call(pinNote, manager.as, { pinned: true }, names)).body.pinned).toBe(true);
    await app.call(pinNote, manager.as, { pinned: true }, names);
    expect(await texts()).toEqual(['agreed 5k per visit', 'second']);
    await app.call(pinNote, manager.as, { pinned: false }, names);
    expect(await texts()).toEqual(['second', 'agreed 5k per visit']);
    expect(await app.db.query('SELECT kind, public FROM event WHERE package_id = $1 ORDER BY id', [id])).toEqual(
      ['package-noted', 'package-noted', 'note-pinned', 'note-pinned'].map((kind) => ({ kind, public: false })),
    );
    for (const text of ['', '   ', 5, '\0'])
      expect((await app.call(noteOnPackage, staff.as, { text } as never, { id })).problem.errors).toMatchObject([
        { path: 'text' },
      ]);
    const { id: other } = await givenPackage(app, salon, customer);
    expect((await app.call(pinNote, manager.as, { pinned: true }, { id: other, nid: names.nid })).status).toBe(404);
  });

  it('PK-20 expiry and cancellation are for owners and managers; another salon’s package is no package', async () => {
    for (const role of roles) {
      const { id } = await givenPackage(app, salon, customer);
      const { as } = await givenMember(app, salon, role);
      const status = ['OWNER', 'MANAGER'].includes(role) ? 200 : 403;
      expect({
        role,
        expiry: (await app.call(changeExpiry, as, { expiresOn: null }, { id })).status,
        cancel: (await app.call(cancelPackage, as, { reason: 'error' }, { id })).status,
        notes: (await app.call(listNotes, as, undefined, { id })).status,
      }).toEqual({ role, expiry: status, cancel: status, notes: role === 'AGENT' ? 403 : 200 });
    }
    const { id } = await givenPackage(app, salon, customer);
    const stranger = await givenMember(app, await givenTenant(app), 'OWNER');
    for (const answer of [
      await app.call(changeExpiry, stranger.as, { expiresOn: null }, { id }),
      await app.call(cancelPackage, stranger.as, { reason: 'error' }, { id }),
      await app.call(noteOnPackage, stranger.as, { text: 'x' }, { id }),
      await app.call(listNotes, stranger.as, undefined, { id }),
    ])
      expect(answer.status).toBe(404);
  });
});

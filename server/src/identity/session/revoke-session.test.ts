import { listSessions, readSession, revokeSession, signIn } from '@bookinda/contracts/identity/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { Browser, givenPassword } from '../../test/browser.js';
import { type GivenMember, type GivenTenant, givenMember, givenSession, givenTenant } from '../../test/given.js';

let app: TestApp;
let salon: GivenTenant;
let owner: GivenMember;

beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
  owner = await givenMember(app, salon, 'OWNER');
  await givenPassword(app, owner);
});
afterAll(() => app.stop());

it('lists the own sessions with their browsers and ends one at once', async () => {
  const [here, there] = [new Browser(app), new Browser(app)];
  await here.signIn(owner.email);
  await there.call(
    signIn,
    { email: owner.email, password: 'correct horse battery' },
    {},
    { 'user-agent': 'Old tablet' },
  );
  const { items } = (await here.call(listSessions)).body;
  expect(items.filter(({ current }) => current)).toHaveLength(1);
  const tablet = items.find(({ agent }) => agent === 'Old tablet');
  expect((await there.call(readSession)).status).toBe(200);
  expect((await here.call(revokeSession, undefined, { id: tablet?.id ?? '' })).status).toBe(204);
  expect((await there.call(readSession)).problem.code).toBe('sign-in-required');
  expect((await here.call(listSessions)).body.items.map(({ id }) => id)).not.toContain(tablet?.id);
});

it("answers a colleague's session as one that does not exist, and leaves it open", async () => {
  const colleague = await givenMember(app, salon, 'MANAGER');
  const [row] = await app.db.query<{ id: string }>('SELECT id FROM auth.session WHERE person_id = $1', [colleague.id]);
  const [theirs, none, malformed] = await Promise.all(
    [row?.id ?? '', '0197a000-0000-7000-8000-000000000000', 'nonsense'].map((id) =>
      app.call(revokeSession, owner.as, undefined, { id }),
    ),
  );
  for (const answer of [theirs, none, malformed])
    expect({ ...answer?.problem, requestId: '' }).toMatchObject({ status: 404, code: 'not-found', title: 'Not found' });
  expect((await app.call(readSession, colleague.as)).status).toBe(200);
});

it('takes the cookie when the session in use is ended', async () => {
  const browser = new Browser(app);
  await browser.signIn(owner.email);
  const current = (await browser.call(listSessions)).body.items.find((session) => session.current);
  const answer = await browser.call(revokeSession, undefined, { id: current?.id ?? '' });
  expect(answer.headers.get('set-cookie')).toContain('Expires=Thu, 01 Jan 1970');
});

it('notes when a session was seen at most every five minutes', async () => {
  const as = await givenSession(app, salon, owner.id);
  const seen = async () =>
    (
      await app.db.query<{ age: number }>(
        `SELECT extract(epoch FROM now() - seen_at)::int AS age FROM auth.session WHERE person_id = $1 ORDER BY id DESC LIMIT 1`,
        [owner.id],
      )
    )[0]?.age ?? -1;
  const setTo = (ago: string) =>
    app.db.query(
      `UPDATE auth.session SET seen_at = now() - $2::interval WHERE id = (SELECT max(id::text)::uuid FROM auth.session WHERE person_id = $1)`,
      [owner.id, ago],
    );
  await setTo('4 minutes');
  await app.call(readSession, as);
  await new Promise((done) => setTimeout(done, 100));
  expect(await seen()).toBeGreaterThanOrEqual(240);
  await setTo('6 minutes');
  await app.call(readSession, as);
  for (let n = 0; n < 50 && (await seen()) > 60; n++) await new Promise((done) => setTimeout(done, 20));
  expect(await seen()).toBeLessThan(60);
});

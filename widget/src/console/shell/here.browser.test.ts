import { readSession, signOut } from '@bookinda/contracts/identity/routes';
import type { Session } from '@bookinda/contracts/identity/session';
import { readPackageSettings } from '@bookinda/contracts/packages/routes';
import { expect, waitUntil } from '@open-wc/testing';
import type { ProblemError } from '../../platform/problem-error.js';
import { answering, stopAnswering } from '../test/answers.test-support.js';
import { signedIn } from '../test/signed-in.test-support.js';
import { draftKeyOf, keepDraft, readDraft } from '../thread/draft.js';
import { speak, startingLanguage } from '../words/words.js';
import { forgetStored, readStored, store } from './device-storage.js';
import { ask, enter, here, inTenant, leave, nowHere } from './here.js';

const at = (tenant: string, more: Partial<Session> = {}): Session => ({
  ...here.session!,
  tenant: { ...here.session!.tenant, id: tenant, name: tenant },
  csrf: `csrf-${tenant}`,
  ...more,
});
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: ProblemError) => error.code,
  );
const refused = (status: number, code: string) => ({ status, body: { status, code } });

describe('the session that a tab shows', () => {
  beforeEach(() => {
    signedIn('OWNER');
    nowHere({ half: null, expired: false, elsewhere: null });
  });
  afterEach(() => {
    stopAnswering();
    nowHere({ expired: false, elsewhere: null, half: null });
  });

  it('A2 every request names the tenant it was made for, by header or in the address', async () => {
    const asked = answering(() => ({}));
    await ask(readPackageSettings);
    expect(asked[0]?.headers.get('x-tenant-id')).to.equal('t1');
    expect(inTenant('/v1/files/7')).to.equal('/v1/files/7?tenant=t1');
    expect(inTenant('/v1/list?q=1')).to.equal('/v1/list?q=1&tenant=t1');
  });

  it('A2 a refusal as tenant-switched makes the tab say where the session is; the request is not repeated there', async () => {
    const asked = answering(({ path }) =>
      path === readSession.path ? { body: at('t2') } : refused(409, 'tenant-switched'),
    );
    expect(await codeOf(ask(readPackageSettings))).to.equal('tenant-switched');
    expect(here.elsewhere?.tenant.id).to.equal('t2');
    expect(here.session?.tenant.id).to.equal('t1');
    expect(asked.filter(({ path }) => path !== readSession.path)).to.have.length(1);
  });

  it('A2 an answer that comes after the tab has moved on is dropped', async () => {
    answering(() => ({ body: { staffRedeems: false } }));
    const late = codeOf(ask(readPackageSettings));
    nowHere({ session: at('t2') });
    expect(await late).to.equal('tenant-switched');
  });

  it('a proof that another tab has renewed is read anew, and the request is sent once more', async () => {
    let fresh = 'stale';
    const asked = answering(({ path, headers }) => {
      if (path === readSession.path) fresh = 'fresh';
      if (path === readSession.path) return { body: at('t1', { csrf: fresh }) };
      return headers.get('x-csrf-token') === fresh ? {} : refused(403, 'csrf-missing');
    });
    expect(await codeOf(ask(readPackageSettings))).to.equal('answered');
    expect(asked).to.have.length(3);
    expect(here.elsewhere).to.equal(null);
  });

  it('A1 signing out works in the tab that still shows the former tenant', async () => {
    let csrf = '';
    answering(({ path, method, headers }) => {
      if (path === readSession.path && method === 'GET') {
        csrf = 'of-t2';
        return { body: at('t2', { csrf }) };
      }
      return csrf && headers.get('x-csrf-token') === csrf ? { body: null } : refused(403, 'csrf-missing');
    });
    expect(await codeOf(ask(signOut))).to.equal('answered');
  });

  it('E1 an ended session keeps what the tab shows; the same person goes on, another one starts anew', async () => {
    answering(() => refused(401, 'sign-in-required'));
    nowHere({ desk: { members: [] } as never });
    expect(await codeOf(ask(readPackageSettings))).to.equal('sign-in-required');
    expect([here.expired, here.session?.tenant.id]).to.deep.equal([true, 't1']);
    await enter(at('t1', { stage: 'code-missing' }));
    expect([here.expired, here.half?.stage]).to.deep.equal([true, 'code-missing']);
    await enter(at('t1'));
    expect([here.expired, here.half, !!here.desk]).to.deep.equal([false, null, true]);
    await enter(at('t1', { person: { ...here.session!.person, id: 'p2' } }));
    expect([here.session?.person.id, here.desk]).to.deep.equal(['p2', null]);
  });

  it('A1 drafts belong to a person at a tenant; signing out takes them off the device, and nothing of others', async () => {
    const mine = draftKeyOf(here.session!, 'ticket:reply');
    const elsewhere = draftKeyOf(at('t2'), 'ticket:reply');
    const hers = draftKeyOf(at('t1', { person: { ...here.session!.person, id: 'p2' } }), 'ticket:reply');
    for (const key of [mine, elsewhere, hers]) keepDraft(key, 'words');
    store('bookinda-desk:draft:t1:ticket:note', 'from before');
    expect(new Set([mine, elsewhere, hers]).size).to.equal(3);
    leave();
    expect([mine, elsewhere, hers].map(readDraft)).to.deep.equal(['', '', 'words']);
    expect(readStored('bookinda-desk:draft:t1:ticket:note')).to.equal(null);
    forgetStored('bookinda-desk:unsent:');
  });

  it('a draft is forgotten after a week', () => {
    store('bookinda-desk:unsent:p1:t1:x', JSON.stringify({ at: Date.now() - 8 * 86_400_000, text: 'old' }));
    expect(readDraft('p1:t1:x')).to.equal('');
    leave();
    expect(readStored('bookinda-desk:unsent:p1:t1:x')).to.equal(null);
  });

  it('A1 a tab hears that the person has signed out, or gone elsewhere, in another one', async () => {
    answering(() => ({ body: at('t2') }));
    const other = new BroadcastChannel('bookinda-desk:session');
    other.postMessage({ person: 'p1', tenant: 't2' });
    await waitUntil(() => here.elsewhere?.tenant.id === 't2');
    other.postMessage(null);
    await waitUntil(() => here.session === null);
    other.close();
  });

  it('E2 works where storage is forbidden', async () => {
    const { getItem, setItem, removeItem } = Storage.prototype;
    const forbid = () => {
      throw new DOMException('forbidden', 'SecurityError');
    };
    Object.assign(Storage.prototype, { getItem: forbid, setItem: forbid, removeItem: forbid });
    try {
      await speak(startingLanguage());
      keepDraft('p1:t1:x', 'words');
      expect(readDraft('p1:t1:x')).to.equal('');
      await enter(at('t1'));
      leave();
    } finally {
      Object.assign(Storage.prototype, { getItem, setItem, removeItem });
    }
  });
});

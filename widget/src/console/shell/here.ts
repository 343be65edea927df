import { readSession, signOut, switchTenant } from '@bookinda/contracts/identity/routes';
import type { Session } from '@bookinda/contracts/identity/session';
import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';
import { readPackageSettings } from '@bookinda/contracts/packages/routes';
import type { Route } from '@bookinda/contracts/route';
import { readDesk, readSupportDesk } from '@bookinda/contracts/support/routes';
import type { Desk, TicketCounts } from '@bookinda/contracts/support/ticket';
import { type Call, callerOf, newKey, ProblemError } from '../../platform/call.js';
import { ProofCancelled } from '../../platform/problem-error.js';
import { chooseAccent } from '../look/theme.js';
import { forgetDraftsOf } from '../thread/draft.js';
import { speak } from '../words/words.js';
import { onOtherTab, tellOtherTabs } from './session-channel.js';

/** What the whole console knows: who is signed in, the desk's vocabulary, the sidebar's counts. */
export interface Here {
  /** Whose console this tab shows. */
  session: Session | null;
  /** The password was right; the authenticator's code is still to come. */
  half: Session | null;
  /** The session ended under the person's hands: what the screens hold stays behind the sign-in page, which says so. */
  expired: boolean;
  /** What this browser's session has become in another tab: another tenant's, or another person's. */
  elsewhere: Session | null;
  desk: Desk | null;
  supportDesk: Desk | null;
  packageSettings: PackageSettings | null;
  ticketCounts: TicketCounts | null;
  supportCounts: TicketCounts | null;
}

export const here: Here = {
  session: null,
  half: null,
  expired: false,
  elsewhere: null,
  desk: null,
  supportDesk: null,
  packageSettings: null,
  ticketCounts: null,
  supportCounts: null,
};

const watchers = new Set<() => void>();

export function onHere(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function nowHere(changes: Partial<Here>): void {
  Object.assign(here, changes);
  for (const watcher of watchers) watcher();
}

const signedOut: Omit<Here, 'session'> = {
  half: null,
  expired: false,
  elsewhere: null,
  desk: null,
  supportDesk: null,
  packageSettings: null,
  ticketCounts: null,
  supportCounts: null,
};

/** Of the browser's session as it was last read, whichever tenant it is at. */
let csrf = '';

/** What proves a request to be this console's, and names the tenant that the tab shows. */
export function sessionHeaders(): Record<string, string> {
  return {
    'x-csrf-token': csrf || (here.session?.csrf ?? ''),
    ...(here.session && { 'x-tenant-id': here.session.tenant.id }),
  };
}

/** `address` for what the browser fetches by itself (downloads, pictures): it names the tenant as well. */
export function inTenant(address: string): string {
  if (!here.session) return address;
  return `${address}${address.includes('?') ? '&' : '?'}tenant=${here.session.tenant.id}`;
}

const call = callerOf({ credentials: 'same-origin', headers: sessionHeaders });

/** The session may have changed in another tab: these codes are a reason to look. */
const changed = new Set<unknown>(['sign-in-required', 'code-required', 'csrf-missing', 'tenant-switched']);
/** Requests about the person, not the tenant: they are sent once the session has been read again. */
const ofThePerson = new Set<Route>([signOut, switchTenant]);

let provePerson: () => Promise<boolean> = async () => false;

/** Says how the console asks for the password again; true when it was given. */
export function proveBy(asking: () => Promise<boolean>): void {
  provePerson = asking;
}

/**
 * Calls a route as the signed-in person at the tenant the tab shows. Throws ProblemError. What needs the password again asks
 * for it and repeats the same request under the same key; `ProofCancelled` when the person closes the question. An ended session leads to the sign-in
 * page, one that another tab has changed to a notice; an answer that arrives after the tab has moved on is dropped as `tenant-switched`.
 */
export const ask: Call = async (route, input, options) => {
  const asked = here.session;
  const repeatable = { retries: 1, idempotencyKey: newKey(), ...options };
  const once = async () => {
    const answer = await call(route, input, repeatable);
    if (asked && !isSame(asked, here.session)) throw new ProblemError(409, { code: 'tenant-switched' });
    return answer;
  };
  try {
    return await once();
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'password-required') {
      if (await provePerson()) return once();
      throw new ProofCancelled(error.status, error.problem);
    }
    if (!asked || !changed.has(error instanceof ProblemError && error.code) || !isSame(asked, here.session))
      throw error;
    const now = await checkSession();
    const again = isSame(asked, now) || (ofThePerson.has(route) && now?.person.id === asked.person.id);
    if (!again) throw error;
    return once();
  }
};

/** For what calls without `ask` (uploads, streams): looks after the session where the problem says that it may have changed. */
export function noticeProblem(error: unknown): void {
  if (here.session && changed.has(error instanceof ProblemError && error.code)) void checkSession();
}

let checking: Promise<Session | null> | undefined;

/** Reads the browser's session and tells what has become of the one that this tab shows. Null when it has ended or cannot be read. */
export function checkSession(): Promise<Session | null> {
  checking ??= readNow().finally(() => {
    checking = undefined;
  });
  return checking;
}

async function readNow(): Promise<Session | null> {
  try {
    const session = await call(readSession);
    csrf = session.csrf;
    if (session.stage !== 'complete') nowHere({ expired: true, half: session });
    else if (isSame(session, here.session)) nowHere({ session, expired: false, half: null, elsewhere: null });
    else nowHere({ elsewhere: session });
    return session.stage === 'complete' ? session : null;
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) nowHere({ expired: true });
    return null;
  }
}

function isSame(one: Session, other: Session | null): boolean {
  return one.person.id === other?.person.id && one.tenant.id === other.tenant.id;
}

/**
 * After a sign-in, a confirmed code or a switch of tenant: everything known belongs to the session. The same person at the same
 * tenant finds everything as it was; another one finds nothing of it.
 */
export async function enter(session: Session): Promise<void> {
  csrf = session.csrf;
  if (session.stage !== 'complete') return nowHere({ half: session });
  tellOtherTabs({ person: session.person.id, tenant: session.tenant.id });
  chooseAccent(session.tenant.accent);
  await speak(session.person.language);
  if (isSame(session, here.session)) nowHere({ session, half: null, expired: false, elsewhere: null });
  else nowHere({ ...signedOut, session });
}

/** The person has signed out: nothing of theirs stays on this device. */
export function leave(): void {
  if (here.session) forgetDraftsOf(here.session.person.id);
  tellOtherTabs(null);
  csrf = '';
  nowHere({ ...signedOut, session: null });
}

onOtherTab((news) => {
  if (!here.session) return;
  if (!news) {
    csrf = '';
    nowHere({ ...signedOut, session: null });
  } else void checkSession();
});

/** The session the cookie stands for, if any. */
export async function resume(): Promise<void> {
  try {
    await enter(await call(readSession));
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error;
  }
}

export function showsSupport(session: Session): boolean {
  return session.tenant.kind === 'salon' && session.role !== 'STAFF' && session.role !== 'AGENT';
}

export function showsPackages(session: Session): boolean {
  return session.tenant.kind === 'salon' && session.role !== 'AGENT';
}

/** BS-11: staff of a salon do not work its tickets. */
export function showsTickets(session: Session): boolean {
  return session.role !== 'STAFF';
}

/** Settings are for those who run the tenant. */
export function showsSettings(session: Session): boolean {
  return session.role === 'OWNER' || session.role === 'MANAGER';
}

/** Who signed in from where, and what changed about keys and members. */
export function showsSecurityRecord(session: Session): boolean {
  return session.role === 'OWNER';
}

/** PK-18: figures of a salon's packages. */
export function showsReports(session: Session): boolean {
  return session.tenant.kind === 'salon' && maySetRight(session);
}

/** PK-09, PK-14: who may correct sessions, change the expiry, cancel and give money back. */
export function maySetRight(session: Session): boolean {
  return session.role === 'OWNER' || session.role === 'MANAGER';
}

/** PK-20: who redeems; STAFF as long as the salon lets them. */
export function mayRedeem(session: Session): boolean {
  return showsPackages(session) && (session.role !== 'STAFF' || here.packageSettings?.staffRedeems !== false);
}

/** PK-20: who sells packages and takes payments. */
export function maySell(session: Session): boolean {
  return maySetRight(session) || session.role === 'RECEPTION';
}

let readingDesk: { of: string; done: Promise<Desk | null> } | null = null;
/** The desk's vocabulary, read once per session. */
export function knowDesk(): Promise<Desk | null> {
  if (here.desk || !here.session || !showsTickets(here.session)) return Promise.resolve(here.desk);
  const of = here.session.tenant.id;
  if (readingDesk?.of === of) return readingDesk.done;
  const done = ask(readDesk)
    .then((desk) => {
      nowHere({ desk });
      return desk;
    })
    .catch(() => null)
    .finally(() => {
      if (readingDesk?.done === done) readingDesk = null;
    });
  readingDesk = { of, done };
  return done;
}

export async function knowSupportDesk(): Promise<Desk | null> {
  if (!here.supportDesk)
    await ask(readSupportDesk).then(
      (supportDesk) => nowHere({ supportDesk }),
      () => undefined,
    );
  return here.supportDesk;
}

/** How the salon handles its packages; asked anew by each screen that redeems, because it may have been changed since. */
export async function knowPackageSettings(): Promise<void> {
  if (!here.session || !showsPackages(here.session)) return;
  await ask(readPackageSettings).then(
    (packageSettings) => nowHere({ packageSettings }),
    () => undefined,
  );
}

import { readSession } from '@bookinda/contracts/identity/routes';
import type { Session } from '@bookinda/contracts/identity/session';
import type { PackageSettings } from '@bookinda/contracts/packages/package-settings';
import { readPackageSettings } from '@bookinda/contracts/packages/routes';
import { readDesk, readSupportDesk } from '@bookinda/contracts/support/routes';
import type { Desk, TicketCounts } from '@bookinda/contracts/support/ticket';
import { type Call, callerOf, ProblemError } from '../../platform/call.js';
import { chooseAccent } from '../look/theme.js';
import { speak } from '../words/words.js';

/** What the whole console knows: who is signed in, the desk's vocabulary, the sidebar's counts. */
export interface Here {
  session: Session | null;
  /** The session ended under the person's hands; the sign-in page says so. */
  expired: boolean;
  desk: Desk | null;
  supportDesk: Desk | null;
  packageSettings: PackageSettings | null;
  ticketCounts: TicketCounts | null;
  supportCounts: TicketCounts | null;
}

export const here: Here = {
  session: null,
  expired: false,
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

const nobody: Partial<Here> = {
  session: null,
  desk: null,
  supportDesk: null,
  packageSettings: null,
  ticketCounts: null,
  supportCounts: null,
};

const call = callerOf({
  credentials: 'same-origin',
  headers: (): Record<string, string> => (here.session ? { 'x-csrf-token': here.session.csrf } : {}),
});

/** Calls a route as the signed-in person; an ended session leads to the sign-in page. Throws ProblemError. */
export const ask: Call = async (route, input, options) => {
  try {
    return await call(route, input, { retries: 1, ...options });
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'sign-in-required' && here.session)
      nowHere({ ...nobody, expired: true });
    throw error;
  }
};

/** After a sign-in, a confirmed code or a switch of tenant: everything known belongs to the session. */
export async function enter(session: Session): Promise<void> {
  if (session.stage === 'complete') {
    chooseAccent(session.tenant.accent);
    await speak(session.person.language);
  }
  nowHere({ ...nobody, session, expired: false });
}

export function leave(): void {
  nowHere({ ...nobody, expired: false });
}

/** The session the cookie stands for, if any. */
export async function resume(): Promise<void> {
  try {
    await enter(await ask(readSession));
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

let readingDesk: Promise<Desk | null> | null = null;
/** The desk's vocabulary, read once per session. */
export function knowDesk(): Promise<Desk | null> {
  if (here.desk || !here.session || !showsTickets(here.session)) return Promise.resolve(here.desk);
  readingDesk ??= ask(readDesk)
    .then((desk) => {
      nowHere({ desk });
      return desk;
    })
    .catch(() => null)
    .finally(() => {
      readingDesk = null;
    });
  return readingDesk;
}

export async function knowSupportDesk(): Promise<Desk | null> {
  if (!here.supportDesk) nowHere({ supportDesk: await ask(readSupportDesk).catch(() => null) });
  return here.supportDesk;
}

/** How the salon handles its packages; asked anew by each screen that redeems, because it may have been changed since. */
export async function knowPackageSettings(): Promise<void> {
  if (!here.session || !showsPackages(here.session)) return;
  const packageSettings = await ask(readPackageSettings).catch(() => here.packageSettings);
  nowHere({ packageSettings });
}

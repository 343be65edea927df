import type { Session } from '@bookinda/contracts/identity/session';
import { html, type TemplateResult } from 'lit';
import type { IconName } from '../look/icons.js';
import { showsPackages, showsReports, showsSettings, showsSupport, showsTickets } from './here.js';

export type Section = 'today' | 'tickets' | 'support' | 'packages' | 'customers' | 'reports' | 'settings';

/** A section of the sidebar and who sees it. */
export const sections: { section: Section; path: string; icon: IconName; shown: (session: Session) => boolean }[] = [
  { section: 'today', path: '/today', icon: 'today', shown: showsPackages },
  { section: 'tickets', path: '/tickets', icon: 'tickets', shown: showsTickets },
  { section: 'support', path: '/support', icon: 'support', shown: showsSupport },
  { section: 'packages', path: '/packages', icon: 'packages', shown: showsPackages },
  { section: 'customers', path: '/customers', icon: 'customers', shown: () => true },
  { section: 'reports', path: '/reports', icon: 'reports', shown: showsReports },
  { section: 'settings', path: '/settings', icon: 'settings', shown: showsSettings },
];

interface Screen {
  path: RegExp;
  section: Section;
  load: () => Promise<unknown>;
  show: (id: string) => TemplateResult;
}

/** Each screen is a chunk of its own, loaded when its path is first opened. */
const screens: Screen[] = [
  {
    path: /^\/today$/,
    section: 'today',
    load: () => import('../today/today-screen.js'),
    show: () => html`<desk-today></desk-today>`,
  },
  {
    path: /^\/tickets$/,
    section: 'tickets',
    load: () => import('../tickets/tickets-screen.js'),
    show: () => html`<desk-tickets></desk-tickets>`,
  },
  {
    path: /^\/tickets\/([\w-]+)$/,
    section: 'tickets',
    load: () => import('../tickets/ticket-screen.js'),
    show: (id) => html`<desk-ticket .ticketId=${id}></desk-ticket>`,
  },
  {
    path: /^\/support$/,
    section: 'support',
    load: () => import('../support/support-screen.js'),
    show: () => html`<desk-support></desk-support>`,
  },
  {
    path: /^\/support\/([\w-]+)$/,
    section: 'support',
    load: () => import('../support/support-request-screen.js'),
    show: (id) => html`<desk-support-request .ticketId=${id}></desk-support-request>`,
  },
  {
    path: /^\/packages$/,
    section: 'packages',
    load: () => import('../packages/packages-screen.js'),
    show: () => html`<desk-packages></desk-packages>`,
  },
  {
    path: /^\/packages\/debts$/,
    section: 'packages',
    load: () => import('../packages/debts-screen.js'),
    show: () => html`<desk-debts></desk-debts>`,
  },
  {
    path: /^\/packages\/calls$/,
    section: 'packages',
    load: () => import('../packages/calls-screen.js'),
    show: () => html`<desk-calls></desk-calls>`,
  },
  {
    path: /^\/packages\/batches$/,
    section: 'packages',
    load: () => import('../packages/batches-screen.js'),
    show: () => html`<desk-batches></desk-batches>`,
  },
  {
    path: /^\/packages\/templates$/,
    section: 'packages',
    load: () => import('../packages/templates-screen.js'),
    show: () => html`<desk-templates></desk-templates>`,
  },
  {
    path: /^\/packages\/([\w-]+)\/statement$/,
    section: 'packages',
    load: () => import('../packages/statement-screen.js'),
    show: (id) => html`<desk-statement .packageId=${id}></desk-statement>`,
  },
  {
    path: /^\/packages\/([\w-]+)$/,
    section: 'packages',
    load: () => import('../packages/package-screen.js'),
    show: (id) => html`<desk-package-page .packageId=${id}></desk-package-page>`,
  },
  {
    path: /^\/customers$/,
    section: 'customers',
    load: () => import('../customers/customers-screen.js'),
    show: () => html`<desk-customers></desk-customers>`,
  },
  {
    path: /^\/customers\/([\w-]+)$/,
    section: 'customers',
    load: () => import('../customers/customer-screen.js'),
    show: (id) => html`<desk-customer .customerId=${id}></desk-customer>`,
  },
  {
    path: /^\/reports$/,
    section: 'reports',
    load: () => import('../reports/reports-screen.js'),
    show: () => html`<desk-reports></desk-reports>`,
  },
  {
    path: /^\/settings(?:\/(embed|members|keys|mail|packages|security))?$/,
    section: 'settings',
    load: () => import('../settings/settings-screen.js'),
    show: (page) => html`<desk-settings .page=${page || 'embed'}></desk-settings>`,
  },
];

export interface Found {
  screen: Screen;
  id: string;
}

/** The screen behind a path, if the person may see its section. */
export function screenAt(path: string, session: Session): Found | null {
  for (const screen of screens) {
    const match = screen.path.exec(path);
    if (!match) continue;
    const seen = sections.find(({ section }) => section === screen.section)?.shown(session);
    return seen ? { screen, id: match[1] ?? '' } : null;
  }
  return null;
}

/** Where a sign-in leads: the front desk to its day, those who run the salon to its tickets. */
export function homeOf(session: Session): string {
  const frontDesk = session.role === 'RECEPTION' || session.role === 'STAFF';
  const seen = sections.filter(({ section, shown }) => shown(session) && (frontDesk || section !== 'today'));
  return seen[0]?.path ?? '/customers';
}

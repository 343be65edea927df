import type { DemoTenant } from './demo-file.ts';
import { filesIn, type Settings } from './settings.ts';

/** What to open and who to be. */
export function welcome({ urls, smtpUrl, dataDir }: Settings, tenants: DemoTenant[]): string {
  const places = [
    ['Start here', `${urls.hostPages}/`, 'explains the rest'],
    ['Salon site', `${urls.hostPages}/salon`, 'the ticket form on a salon’s own page'],
    ['Portal', `${urls.hostPages}/portal`, 'a customer’s package cards'],
    ['Console', `${urls.api}/manager`, 'the desk, packages, settings'],
    [
      'Mailbox',
      smtpUrl ? 'off: SMTP_URL sends real mail' : `${urls.mailbox}/`,
      smtpUrl ? '' : 'every mail of this copy',
    ],
    ['API', `${urls.api}/docs`, 'its documents'],
  ];
  const lines = places.map(([name, address, about]) => `  ${name?.padEnd(11)} ${address?.padEnd(34)} ${about}`);
  const logins = tenants.flatMap((tenant) => [
    `  ${tenant.name ?? tenant.slug}`,
    ...tenant.logins.map(({ email, role }) => `    ${role.padEnd(10)} ${email}`),
  ]);
  const passwords = [...new Set(tenants.flatMap((tenant) => tenant.logins.map(({ password }) => password)))];
  const who = logins.length
    ? ['', `  Sign in with password ${passwords.join(' or ')} as`, ...logins]
    : ['', '  No demo data in this database.'];
  return [
    '',
    ...lines,
    ...who,
    '',
    `  The same in ${filesIn(dataDir).demo}`,
    '  Ctrl-C stops everything and keeps the data.',
    '',
    '',
  ].join('\n');
}

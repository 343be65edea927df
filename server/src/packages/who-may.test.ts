import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomersModule } from '../customers/customers.module.js';
import { Doors } from '../platform/http/doors.js';
import { type TestApp, testApp } from '../test/app.js';
import { PackagesModule } from './packages.module.js';

/**
 * PK-20, as a salon would say it: who may do what with packages and customers. `+ key` names the scope that lets an
 * integration do the same. The sweep of src/test/wall proves that each door keeps to what it declares; this table says what
 * they should declare, so that a right given by mistake is read here.
 */
const table = `
# a customer on a page
list-own-history: customer
list-own-packages: customer
open-package-ticket: customer
read-own-package: customer
show-own-code: customer
verify-own-package: customer
# whoever kept a mail
check-kept-code: anonymous
# every member
list-customers: every member + key customers:read
read-customer: every member + key customers:read
# whoever stands before the customer
find-by-code: OWNER MANAGER RECEPTION STAFF + key customers:read
list-customer-packages: OWNER MANAGER RECEPTION STAFF + key packages:read
list-history: OWNER MANAGER RECEPTION STAFF + key packages:read
list-notes: OWNER MANAGER RECEPTION STAFF + key packages:read
list-packages: OWNER MANAGER RECEPTION STAFF + key packages:read
list-service-names: OWNER MANAGER RECEPTION STAFF + key packages:read
list-todays-redemptions: OWNER MANAGER RECEPTION STAFF + key packages:read
note-on-package: OWNER MANAGER RECEPTION STAFF + key packages:write
pin-note: OWNER MANAGER RECEPTION STAFF + key packages:write
read-package-settings: OWNER MANAGER RECEPTION STAFF
read-package: OWNER MANAGER RECEPTION STAFF + key packages:read
redeem-session: OWNER MANAGER RECEPTION STAFF + key packages:write
reverse-redemption: OWNER MANAGER RECEPTION STAFF + key packages:write
verify-package: OWNER MANAGER RECEPTION STAFF + key packages:read
# whoever sells and takes money
list-calls: OWNER MANAGER RECEPTION
list-debts: OWNER MANAGER RECEPTION + key packages:read
list-templates: OWNER MANAGER RECEPTION + key packages:read
propose-renewal: OWNER MANAGER RECEPTION + key packages:read
renew-package: OWNER MANAGER RECEPTION + key packages:write
reverse-payment: OWNER MANAGER RECEPTION + key packages:write
sell-package: OWNER MANAGER RECEPTION + key packages:write
take-payment: OWNER MANAGER RECEPTION + key packages:write
tick-call: OWNER MANAGER RECEPTION
total-packages: OWNER MANAGER RECEPTION + key packages:read
total-todays-payments: OWNER MANAGER RECEPTION + key packages:read
# whoever works at the desk
list-customer-tickets: OWNER MANAGER RECEPTION AGENT + key tickets:read
read-package-matter: OWNER MANAGER RECEPTION AGENT
settle-package-matter: OWNER MANAGER RECEPTION AGENT
# managers and owners
cancel-package: OWNER MANAGER
change-expiry: OWNER MANAGER
change-package-settings: OWNER MANAGER
correct-sessions: OWNER MANAGER
create-template: OWNER MANAGER
edit-template: OWNER MANAGER
export-package-report: OWNER MANAGER
export-packages: OWNER MANAGER
extend-packages: OWNER MANAGER
freeze-package: OWNER MANAGER
list-extension-results: OWNER MANAGER
list-extensions: OWNER MANAGER
list-letter-results: OWNER MANAGER
list-letters: OWNER MANAGER
preview-extension: OWNER MANAGER
preview-letter: OWNER MANAGER
propose-refund: OWNER MANAGER
propose-transfer: OWNER MANAGER
read-extension: OWNER MANAGER
read-letter: OWNER MANAGER
read-package-report: OWNER MANAGER
refund-payment: OWNER MANAGER
send-letter: OWNER MANAGER
thaw-package: OWNER MANAGER
transfer-sessions: OWNER MANAGER
undo-extension: OWNER MANAGER
`;

describe('PK-20 who may do what with packages', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.stop());

  it('PK-20 every door of packages and customers lets in whom the table names, and nobody else', () => {
    const slices = [PackagesModule, CustomersModule].flatMap((module) =>
      (Reflect.getMetadata('controllers', module) as { name: string }[]).map(({ name }) => name),
    );
    const declared = app
      .get(Doors)
      .all.filter(({ slice }) => slices.includes(slice))
      .map(({ route, rules: { to } }) => {
        const people = to.kinds.includes('staff') ? (to.roles?.length ? to.roles : ['every member']) : to.kinds;
        return `${route.verb}: ${[...people, ...(to.scope ? [`+ key ${to.scope}`] : [])].join(' ')}`;
      });
    const expected = table.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    expect(declared.sort()).toEqual(expected.sort());
  });

  it('PK-20 in short: STAFF changes redemptions and notes and reads no money, AGENT settles disputes, a page sees its own', () => {
    const rows = table.split('\n').map((line) => line.split(': '));
    const doorsOf = (word: string) =>
      rows.filter(([, who]) => who?.split(' ').includes(word)).map(([verb]) => verb ?? '');
    const writes = (verbs: string[]) =>
      verbs.filter((verb) => !/^(list|read|propose|preview|total|verify|find|export|show)-/.test(verb));
    expect(writes(doorsOf('STAFF')).sort()).toEqual([
      'note-on-package',
      'pin-note',
      'redeem-session',
      'reverse-redemption',
    ]);
    expect(writes(doorsOf('AGENT'))).toEqual(['settle-package-matter']);
    expect(writes(doorsOf('customer'))).toEqual(['open-package-ticket']);
    for (const word of ['STAFF', 'AGENT', 'customer'])
      expect(doorsOf(word).filter((verb) => /pay|refund|debt|cancel|export|report|total|template/.test(verb))).toEqual(
        [],
      );
  });
});

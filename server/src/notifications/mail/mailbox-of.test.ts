import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type TestApp, testApp } from '../../test/app.js';
import { mailboxOf } from './mail-limits.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.stop());

/** What addresses are made of and what makes them odd: tags, second signs, quotes, wide and composed letters, letters that fold unusually. */
const pieces = [
  'a',
  'B',
  '+',
  '@',
  '.',
  '"',
  ' ',
  '\n',
  '\\',
  '＋',
  '＠',
  'é',
  'e\u0301',
  'ﬁ',
  'İ',
  'ß',
  'Σ',
  'ς',
  '💇',
];
const odd = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));
const address = fc.oneof(
  odd,
  fc.tuple(odd, odd, odd).map(([name, tag, domain]) => `${name}+${tag}@${domain}`),
  fc.emailAddress(),
);

it('a mailbox that is limited in code is the mailbox that is blocked in SQL, for any address', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(address, { minLength: 1, maxLength: 40 }), async (addresses) => {
      const rows = await app.db.query<{ address: string; limited: string; blocked: string }>(
        // The left side is folded as shared windows fold it.
        `SELECT address, lower(normalize(mailbox, NFKC)) AS limited, mailbox_of(address) AS blocked
         FROM unnest($1::text[], $2::text[]) AS a(address, mailbox)`,
        [addresses, addresses.map(mailboxOf)],
      );
      expect(rows.map(({ address, blocked }) => [address, blocked])).toEqual(
        rows.map(({ address, limited }) => [address, limited]),
      );
    }),
    { numRuns: 60 },
  );
});

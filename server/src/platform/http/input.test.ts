import { moveTicket, openSupportRequest } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenMember, givenMember, givenTenant } from '../../test/given.js';

let app: TestApp;
let owner: GivenMember;
beforeAll(async () => {
  app = await testApp();
  await givenTenant(app, { kind: 'platform' });
  owner = await givenMember(app, await givenTenant(app), 'OWNER');
});
afterAll(() => app.stop());

const words = { type: 'OTHER', subject: 'x'.repeat(201), description: 'too long a subject' };

it('validates whatever way a body comes: JSON, a form, a list, a word, nothing', async () => {
  const bodies: [string, string | URLSearchParams | undefined][] = [
    ['application/json', JSON.stringify(words)],
    ['application/x-www-form-urlencoded', new URLSearchParams(words)],
    ['application/json', JSON.stringify([words])],
    ['application/json', '"word"'],
    ['application/json', undefined],
  ];
  for (const [type, body] of bodies) {
    const response = await fetch(app.url + openSupportRequest.path, {
      method: 'POST',
      headers: { ...owner.as, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body }),
    });
    expect([type, response.status]).toEqual([type, 400]);
  }
});

it('refuses prototypes and constructors as fields', async () => {
  for (const body of [
    '{"act":"desk-resolves","__proto__":{"resolution":"done"}}',
    '{"act":"desk-resolves","constructor":1}',
  ]) {
    const response = await fetch(
      `${app.url}${moveTicket.path.replace('{id}', '01a20000-0000-7000-8000-000000000000')}`,
      {
        method: 'POST',
        headers: { ...owner.as, 'content-type': 'application/json' },
        body,
      },
    );
    expect(response.status).toBe(400);
  }
});

import { openTicketByPlainForm, readTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenTenant, givenMember, givenTenant } from '../../test/given.js';

let app: TestApp;
let salon: GivenTenant;
beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
});
afterAll(() => app.stop());

async function post(fields: Record<string, string>, origin = salon.origin): Promise<{ status: number; html: string }> {
  const response = await fetch(app.url + openTicketByPlainForm.path, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams({ siteKey: salon.siteKey, language: 'en', ...fields }),
  });
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  return { status: response.status, html: await response.text() };
}

const fields = {
  type: 'OTHER',
  subject: 'Opening hours',
  description: 'Are you open on Sunday?',
  email: 'eva@example.hu',
};

it('WX-01 a form without script opens one ticket, however often it is sent, and answers with a page', async () => {
  const [first, again] = [await post(fields), await post(fields)];
  expect(first.status).toBe(201);
  expect(first.html).toContain('TKT-0001 is on its way');
  expect(again.html).toBe(first.html);
  const [row] = await app.db.query<{ id: string }>('SELECT id FROM ticket WHERE tenant_id = $1', [salon.id]);
  const agent = await givenMember(app, salon, 'AGENT');
  const { body } = await app.call(readTicket, agent.as, undefined, { id: row?.id ?? '' });
  expect(body).toMatchObject({ subject: fields.subject, requester: { email: fields.email } });
});

it('WX-01 what is wrong is said on a page, in the page’s language, and shown as text', async () => {
  const wrong = await post({ ...fields, email: 'nobody', language: 'hu' });
  expect([wrong.status, wrong.html.includes('<html lang="hu">'), wrong.html.includes('email')]).toEqual([
    400,
    true,
    true,
  ]);
  const unknown = await post({ ...fields, type: '<script>' });
  expect([unknown.status, unknown.html.includes('<script>')]).toEqual([400, false]);
});

it('WX-03 a foreign page and a robot are refused', async () => {
  expect((await post(fields, 'https://evil.example')).status).toBe(403);
  expect((await post({ ...fields, website: 'http://spam' })).status).toBe(403);
  expect((await post({ ...fields, siteKey: 'pk_unknown_key' })).status).toBe(401);
});

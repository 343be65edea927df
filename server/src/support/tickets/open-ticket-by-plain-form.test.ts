import { openTicketByPlainForm, readTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { type GivenTenant, givenMember, givenTenant } from '../../test/given.js';

let app: TestApp;
let salon: GivenTenant;
beforeAll(async () => {
  app = await testApp();
  salon = await givenTenant(app);
});
afterAll(() => app.stop());

type Fields = Record<string, string>;

async function send(fields: Fields, origin: string, to = app): Promise<{ status: number; html: string }> {
  const response = await fetch(to.url + openTicketByPlainForm.path, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams(fields),
  });
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  return { status: response.status, html: await response.text() };
}
/** The host page's form. */
const post = (fields: Fields, { origin = salon.origin } = {}) =>
  send({ siteKey: salon.siteKey, language: 'en', ...fields }, origin);
/** Presses the button of our page, as a browser does: its fields, and no origin because the page sends no referrer. */
function press(
  html: string,
  { change = {}, to = app, seconds = 3 }: { change?: Fields; to?: TestApp; seconds?: number } = {},
) {
  to.clock.moveBy({ seconds });
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  const text = (value = '') => value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  return send(
    { ...Object.fromEntries(hidden.map(([, name, value]) => [text(name), text(value)])), ...change },
    'null',
    to,
  );
}

const fields = {
  type: 'OTHER',
  subject: 'Opening hours',
  description: 'Are you open\r\non "Sunday"?',
  email: 'eva@example.hu',
};

it('WX-01 a form without script is shown once more, opens one ticket however often it is sent, and answers with a page', async () => {
  const check = await post(fields);
  expect(check.status).toBe(200);
  for (const words of [
    'Is everything right?',
    'eva@example.hu',
    'Opening hours',
    'Are you open<br>on &#34;Sunday&#34;?',
  ])
    expect(check.html).toContain(words);
  expect(await app.db.query('SELECT id FROM ticket WHERE tenant_id = $1', [salon.id])).toEqual([]);
  const [first, again] = [await press(check.html), await press(check.html)];
  expect(first.status).toBe(201);
  expect(first.html).toContain('TKT-0001 is on its way');
  expect(again.html).toBe(first.html);
  expect((await press((await post(fields)).html)).html).toBe(first.html);
  const [row] = await app.db.query<{ id: string }>('SELECT id FROM ticket WHERE tenant_id = $1', [salon.id]);
  const agent = await givenMember(app, salon, 'AGENT');
  const { body } = await app.call(readTicket, agent.as, undefined, { id: row?.id ?? '' });
  expect(body).toMatchObject({
    subject: fields.subject,
    requester: { email: fields.email },
    address: 'unconfirmed',
    messages: [{ body: 'Are you open\non "Sunday"?' }],
  });
});

describe('WX-01 the way back on the last page', () => {
  const linkOf = (html: string) => /<a href="([^"]*)">([^<]*)</.exec(html)?.slice(1);
  const last = async (subject: string, more: Fields = {}, change: Fields = {}) => {
    const { status, html } = await press((await post({ ...fields, subject, ...more })).html, { change });
    expect(status).toBe(201);
    return linkOf(html);
  };
  const host = () => new URL(salon.origin).host;

  it('leads to the site that the form stands on, or to the page that the form names there', async () => {
    expect(await last('Way back')).toEqual([`${salon.origin}/`, `Back to ${host()}`]);
    expect(await last('Way to a page', { returnTo: `${salon.origin}/contact?a=1&b="` })).toEqual([
      `${salon.origin}/contact?a=1&#38;b=%22`,
      `Back to ${host()}`,
    ]);
    expect(await last('Vissza', { language: 'hu' })).toEqual([`${salon.origin}/`, `Vissza ide: ${host()}`]);
  });

  it('never leads elsewhere: another site’s address gives way to the form’s own site, a changed one to no link', async () => {
    const hostile = [
      'https://evil.example/',
      'javascript:alert(1)//',
      'data:text/html,x',
      '//evil.example',
      `${salon.origin}.evil.example/`,
      `${salon.origin.replace('://', '://anna@')}/`,
      `blob:${salon.origin}/x`,
      'not an address',
      '',
    ];
    for (const [n, returnTo] of hostile.entries()) {
      app.clock.moveBy({ seconds: 3_601 });
      expect([returnTo, await last(`Hostile ${n}`, { returnTo })]).toEqual([
        returnTo,
        [`${salon.origin}/`, `Back to ${host()}`],
      ]);
      expect([returnTo, await last(`Changed ${n}`, {}, { returnTo })]).toEqual([returnTo, undefined]);
    }
  });

  it('is no other message: the same words with another address to return to are one ticket', async () => {
    const one = await press((await post({ ...fields, subject: 'Once' })).html);
    const two = await press((await post({ ...fields, subject: 'Once', returnTo: `${salon.origin}/a` })).html);
    const number = /TKT-\d+/;
    expect(number.exec(two.html)?.[0]).toBe(number.exec(one.html)?.[0]);
  });
});

it('WX-01 what is wrong is said on a page, in the page’s language, and shown as text', async () => {
  const wrong = await post({ ...fields, email: 'nobody', subject: ' ', language: 'hu' });
  expect([wrong.status, wrong.html.includes('<html lang="hu">')]).toEqual([400, true]);
  const items = [...wrong.html.matchAll(/<li>(.*?)<\/li>/g)].map(([, text]) => text);
  expect(items).toEqual([
    'Tárgy: kérjük, írja be, legfeljebb 200 karakterben.',
    'E-mail-cím: kérjük, olyat adjon meg, amelyre válaszolhatunk.',
  ]);
  const foreign = await send({ ...fields, siteKey: salon.siteKey, language: 'hu', colour: 'red' }, salon.origin);
  expect(foreign.html).toContain('Kérjük, szóljon a weboldal üzemeltetőjének.');
  for (const { html } of [wrong, foreign]) expect(html).not.toMatch(/must|should|match|field/);
  const shown = await post({ ...fields, type: '<script>', subject: '"><script>', description: '</form><script>' });
  expect([shown.status, shown.html.includes('<script>')]).toEqual([200, false]);
  const unknown = await press(shown.html);
  expect([unknown.status, unknown.html.includes('<script>')]).toEqual([400, false]);
});

it('WX-01 a field that every object has is answered with a page like any other unknown one', async () => {
  for (const name of ['constructor', 'toString', 'nonsense']) {
    const { status, html } = await post({ ...fields, [name]: 'x' });
    expect([name, status]).toEqual([name, 400]);
    expect(html).toContain('<ul><li>');
  }
});

it('WX-03 a foreign page and a robot are refused', async () => {
  expect((await post(fields, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await post(fields, { origin: 'null' })).status).toBe(403);
  expect((await post({ ...fields, website: 'http://spam' })).status).toBe(403);
  expect((await post({ ...fields, siteKey: 'pk_unknown_key' })).status).toBe(401);
});

describe('without the page that asks', () => {
  it('no ticket is opened: not with a mark of other words, an old or a forged one, and not at once', async () => {
    const { html } = await post({ ...fields, subject: 'Another' });
    const changes: Fields[] = [
      { email: 'victim@example.hu' },
      { subject: 'Changed' },
      { description: 'Changed' },
      { name: 'Changed' },
      { check: 'lo0ng.AAAA' },
      { check: '' },
    ];
    for (const change of changes) expect([change, (await press(html, { change })).status]).toEqual([change, 403]);
    const other = await givenTenant(app);
    expect((await press(html, { change: { siteKey: other.siteKey } })).status).toBe(403);
    const fresh = await post({ ...fields, subject: 'At once' });
    const early = await press(fresh.html, { seconds: 1 });
    expect([early.status, early.html.includes('Please wait a moment, then send it again.')]).toEqual([429, true]);
    expect((await press(fresh.html)).status).toBe(201);
    expect((await press(html, { seconds: 3 * 3_600 })).status).toBe(403);
  });
});

describe('how many are taken', () => {
  let strict: TestApp;
  let days = 0;
  beforeAll(async () => {
    // Read when the server is built; so each form can come from a network of its own.
    process.env['TRUST_PROXY'] = '127.0.0.1';
    strict = await testApp({ RATE_LIMITS: '1' }, app.db);
    delete process.env['TRUST_PROXY'];
  });
  afterAll(() => strict.stop());

  /** The status of a whole form, sent from a network of its own unless one is named. */
  async function taken(at: GivenTenant, email: string, n: number, address = `198.51.${n}.1`): Promise<number> {
    const headers = (origin: string) => ({ origin, 'x-forwarded-for': address });
    const submit = async (body: Fields, origin: string) => {
      const response = await fetch(strict.url + openTicketByPlainForm.path, {
        method: 'POST',
        headers: headers(origin),
        body: new URLSearchParams(body),
      });
      return { status: response.status, html: await response.text() };
    };
    const whole = { ...fields, siteKey: at.siteKey, language: 'en', email, subject: `Number ${n}` };
    const { html } = await submit(whole, at.origin);
    strict.clock.moveBy({ seconds: 3 });
    const check = /name="check" value="([^"]*)"/.exec(html)?.[1] ?? '';
    return (await submit({ ...whole, check }, 'null')).status;
  }
  const fresh = async () => {
    days += 1;
    // Both: an instance forgets windows that have ended by its own clock.
    for (const each of [app, strict]) each.clock.moveTo(new Date(Date.UTC(2026, 4, days, 12)).toISOString());
    return givenTenant(app);
  };

  it('WX-01 three an hour in the name of one mailbox, however it is written and from wherever', async () => {
    const at = await fresh();
    const spellings = ['victim@example.hu', 'Victim+a@example.hu', 'VICTIM@EXAMPLE.HU', 'victim+b+c@example.hu'];
    const got = [];
    for (const [n, email] of spellings.entries()) got.push(await taken(at, email, n));
    expect(got).toEqual([201, 201, 201, 429]);
    expect(await taken(at, 'other@example.hu', 9)).toBe(201);
  });

  it('WX-01 five an hour from one network, whatever addresses are named', async () => {
    const at = await fresh();
    const got = [];
    for (let n = 0; n < 6; n++) got.push(await taken(at, `person-${n}@example.hu`, n, `2001:db8:1:2::${n}`));
    expect(got).toEqual([201, 201, 201, 201, 201, 429]);
    expect(await taken(at, 'person-7@example.hu', 7, '2001:db8:1:3::1')).toBe(201);
  });
});

import { listTickets, openTicket } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { asVisitor, type GivenTenant, givenMember, givenTenant } from '../../test/given.js';
import { Journal } from './journal.js';

let app: TestApp;
let tenant: GivenTenant;
let written = '';
const journal = new Journal('info', (text) => {
  written += text;
});

interface Line {
  level: string;
  verb: string;
  [field: string]: unknown;
}

async function lines(): Promise<Line[]> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  journal.flush();
  return written
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

beforeAll(async () => {
  app = await testApp({}, undefined, journal);
  tenant = await givenTenant(app);
});
beforeEach(() => {
  written = '';
});
afterAll(async () => {
  await app.stop();
  journal.close();
});

describe('the request log', () => {
  it('writes one line per request: who, what, how long', async () => {
    const owner = await givenMember(app, tenant, 'OWNER');
    const answer = await app.call(listTickets, owner.as, { q: 'words of a person' });
    const [line, ...more] = await lines();
    expect(more).toEqual([]);
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      requestId: answer.headers.get('x-request-id'),
      verb: 'list-tickets',
      status: 200,
      ms: expect.any(Number),
      tenant: tenant.id,
    });
  });

  it('keeps tokens, words and paths out', async () => {
    await app.call(
      openTicket,
      { ...asVisitor(tenant), 'x-customer-token': 'secret.token.here' },
      { type: 'OTHER', subject: 'private subject', description: 'private words' },
    );
    await fetch(`${app.url}/v1/unsubscribe/secret-token-in-a-path`, { method: 'POST' });
    await fetch(`${app.url}/nowhere/secret-path?token=secret`);
    expect((await lines()).map(({ verb }) => verb)).toEqual(['open-ticket', expect.any(String), 'none']);
    for (const secret of ['secret', 'private', 'pk_', 'nowhere']) expect(written).not.toContain(secret);
  });

  it('names a request itself and only notes the name a client gave it', async () => {
    const claimed = `evil"}\u2028${'x'.repeat(200)}`;
    const answer = await fetch(`${app.url}/health/live`, { headers: { 'x-request-id': encodeURIComponent(claimed) } });
    const [line] = await lines();
    expect(line?.['requestId']).toBe(answer.headers.get('x-request-id'));
    expect(line?.['requestId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(String(line?.['clientRequestId'])).toHaveLength(100);
  });

  it('writes warnings only, when told so', async () => {
    const quiet: string[] = [];
    const warnings = new Journal('warn', (text) => quiet.push(text));
    const second = await testApp({}, app.db, warnings);
    await fetch(`${second.url}/health/live`);
    await second.stop();
    warnings.log('an information', 'some-context');
    warnings.warn('a warning', 'some-context');
    warnings.close();
    expect(
      quiet
        .join('')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([{ level: 'warn', time: expect.any(String), context: 'some-context', msg: 'a warning' }]);
  });

  it("turns Nest's words into the same lines", () => {
    const said: string[] = [];
    const own = new Journal('debug', (text) => said.push(text));
    own.error({ requestId: 'r', err: 'stack' }, 'http');
    own.error('message', 'stack of it', 'jobs');
    own.log('Mapped {/x}', 'RouterExplorer');
    own.close();
    expect(
      said
        .join('')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      { level: 'error', context: 'http', requestId: 'r', err: 'stack' },
      { level: 'error', context: 'jobs', msg: 'message', err: 'stack of it' },
      { level: 'debug', msg: 'Mapped {/x}' },
    ]);
  });
});

import { Agent, request } from 'node:http';
import { confirmCode, requestPasswordReset, resetPassword, signIn } from '@bookinda/contracts/identity/routes';
import type { Route } from '@bookinda/contracts/route';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../test/app.js';
import { Browser, givenAuthenticator, givenPassword, password } from '../test/browser.js';
import { type GivenMember, type GivenTenant, givenMember, givenTenant } from '../test/given.js';
import { waitingMails } from '../test/waiting-mails.js';

let app: TestApp;
let salon: GivenTenant;
let owner: GivenMember;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });
/** Dozens of hashes: slow where other tests run beside it. */
const patience = 120_000;

beforeAll(async () => {
  process.env.TRUST_PROXY = '127.0.0.1';
  app = await testApp({ RATE_LIMITS: '1' });
  salon = await givenTenant(app);
});
afterAll(async () => {
  delete process.env.TRUST_PROXY;
  agent.destroy();
  await app.stop();
});
beforeEach(async () => {
  // The first minute of a day, so that no window ends within a test by chance.
  app.clock.moveTo(
    new Date((Math.floor(app.clock.now().epochMilliseconds / 86_400_000) + 2) * 86_400_000 + 60_000).toISOString(),
  );
  owner = await givenMember(app, salon, 'OWNER');
  await givenPassword(app, owner);
});

/** The status of a POST from `address`, as a browser there would send it. */
function post({ path }: Route, body: object, address: string, cookie = ''): Promise<number> {
  return new Promise((done, fail) => {
    const headers = {
      'content-type': 'application/json',
      'x-forwarded-for': address,
      origin: app.config.publicUrl,
      ...(cookie ? { cookie } : {}),
    };
    const sent = request(app.url + path, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode ?? 0));
    });
    sent.on('error', fail);
    sent.end(JSON.stringify(body));
  });
}

const tryPassword = (text: string, address: string, cookie = '', email = owner.email) =>
  post(signIn, { email, password: text }, address, cookie);

async function wrongPasswords(count: number, address: (n: number) => string, email = owner.email): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < count; n += 8) {
    const some = Array.from({ length: Math.min(8, count - n) }, (_, m) =>
      tryPassword('not the password', address(n + m), '', email),
    );
    statuses.push(...(await Promise.all(some)));
  }
  return statuses;
}

/** A browser in which the owner has signed in before, without its session: the device alone. */
async function knownBrowser(): Promise<string> {
  const browser = new Browser(app);
  expect((await browser.signIn(owner.email)).status).toBe(200);
  return `bookinda_device=${browser.cookies.get('bookinda_device')}`;
}

/** As if strangers in many networks had used up what all of them may try at the account. */
async function givenFullCeiling(): Promise<void> {
  await tryPassword('not the password', '203.0.113.250');
  await app.db.query(`UPDATE rate_window SET hits = 200 WHERE name = 'guess:account/86400'`);
  await tryPassword('not the password', '203.0.113.250');
  await app.db.query(`UPDATE rate_window SET hits = 100 WHERE name = 'guess:account-rest/86400'`);
}

it(
  'a stranger cannot lock the owner out: from another network, and from the browser she knows on the very same network, the right password gets in',
  async () => {
    const known = await knownBrowser();
    const statuses = await wrongPasswords(70, () => '203.0.113.1');
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(await tryPassword(password, '203.0.113.1')).toBe(429);
    expect(await tryPassword(password, '203.0.113.2')).toBe(200);
    expect(await tryPassword(password, '203.0.113.1', known)).toBe(200);
  },
  patience,
);

it('strangers who use up the whole ceiling of an account still do not lock out the browser the owner knows', async () => {
  const known = await knownBrowser();
  await givenFullCeiling();
  expect(await tryPassword(password, '203.0.113.3')).toBe(429);
  expect(await tryPassword(password, '203.0.113.3', known)).toBe(200);
});

it('guessing from many networks ends at the ceiling of the account', async () => {
  await givenFullCeiling();
  const networks = ['203.0.113.5', '198.51.100.7', '2001:db8:77::1'];
  for (const network of networks)
    expect([network, await tryPassword('not the password', network)]).toEqual([network, 429]);
  app.clock.moveBy({ hours: 24 });
  expect(await tryPassword(password, '203.0.113.5')).toBe(200);
});

it(
  'a network has 30 tries a day at one account, however long it waits between them',
  async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 4; round++) {
      statuses.push(...(await wrongPasswords(10, () => '203.0.113.6')));
      app.clock.moveBy({ minutes: 15 });
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
  },
  patience,
);

it(
  'the browser the owner knows has tries of its own, and they end too',
  async () => {
    const known = await knownBrowser();
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push(await tryPassword('not the password', `203.0.113.${20 + n}`, known));
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  },
  patience,
);

it('a device cookie helps nobody else: not another person, not one that was made up or changed', async () => {
  const known = await knownBrowser();
  const other = await givenMember(app, salon, 'MANAGER');
  await givenPassword(app, other);
  const theirs = await new Browser(app).signIn(other.email);
  const otherDevice = /bookinda_device=[^;]+/.exec(theirs.headers.getSetCookie()[1] ?? '')?.[0] ?? '';
  await givenFullCeiling();
  const [front = '', mark = ''] = known.split('~');
  const [otherFront = ''] = otherDevice.split('~');
  for (const cookie of [
    otherDevice,
    `${otherFront}~${mark}`,
    front,
    `bookinda_device=${'A'.repeat(22)}.${'A'.repeat(22)}~${'A'.repeat(22)}`,
    known.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
    'bookinda_device=~~~',
  ])
    expect([cookie, await tryPassword(password, '203.0.113.8', cookie)]).toEqual([cookie, 429]);
  expect(await tryPassword(password, '203.0.113.8', known)).toBe(200);
});

it('one browser knows several people, and forgets the ones it has not seen for longest', async () => {
  const browser = new Browser(app);
  const people = [owner];
  for (let n = 0; n < 8; n++) people.push(await givenMember(app, salon, 'STAFF'));
  for (const person of people) {
    await givenPassword(app, person);
    expect((await browser.signIn(person.email)).status).toBe(200);
  }
  expect(browser.cookies.get('bookinda_device')?.split('~')).toHaveLength(9);
}, 60_000);

it(
  'no spelling of an address has tries of its own: names are folded by the database',
  async () => {
    const reception = await givenMember(app, salon, 'RECEPTION');
    const email = `reception.kit-${reception.id}@aranyollo.example`;
    await app.db.query('UPDATE auth.person SET email = $2 WHERE id = $1', [reception.id, email]);
    await givenPassword(app, reception);
    await wrongPasswords(10, () => '203.0.113.9', email);
    const spellings = [
      email.toUpperCase(),
      email.replaceAll('i', 'İ'),
      email.replace('i', 'İ'),
      email.replace('k', '\u212A'),
      email.replace('r', 'ｒ'),
      email.replaceAll('i', 'ı'),
    ];
    for (const spelling of spellings) {
      const [same] = await app.db.query<{ same: boolean }>('SELECT lower($1) = lower($2) AS same', [spelling, email]);
      const status = await tryPassword(password, '203.0.113.9', '', spelling);
      expect([spelling, status]).toEqual([spelling, same?.same ? 429 : 401]);
    }
  },
  patience,
);

it(
  'refused tries write no rows: four hundred invented addresses from one network leave what its sixty tries left',
  async () => {
    const rows = async () => (await app.db.query(`SELECT FROM rate_window WHERE name LIKE 'guess:%'`)).length;
    await app.db.query('DELETE FROM rate_window');
    let admitted = 0;
    for (let n = 0; n < 100; n++) {
      app.clock.moveBy({ seconds: n === 50 ? 60 : 0 });
      if ((await tryPassword('guess', '203.0.113.12', '', `nobody-${n}@people.example`)) === 401) admitted++;
    }
    expect(admitted).toBe(60);
    // One of the network, and for each admitted name: two of the network at that name, one of the name.
    expect(await rows()).toBe(1 + 60 * 3);
  },
  patience,
);

it(
  'a reset by mail makes the browser known, whatever strangers do',
  async () => {
    await givenFullCeiling();
    const link = async () => {
      expect(await post(requestPasswordReset, { email: owner.email }, '203.0.113.13')).toBe(204);
      const [mail] = await waitingMails(app, 'recipient = $1 ORDER BY created_at DESC', [owner.email]);
      return /reset#([\w-]{43})/.exec(mail?.body ?? '')?.[1] ?? '';
    };
    const browser = new Browser(app);
    const next = 'another battery, quite correct';
    expect((await browser.call(resetPassword, { token: await link(), password: next })).status).toBe(204);
    await givenFullCeiling();
    expect((await browser.signIn(owner.email, next)).status).toBe(200);
  },
  patience,
);

it('strangers cannot silence resets: her browser gets its mail, and the mailbox always holds a link that works', async () => {
  const known = await knownBrowser();
  const ask = (address: string, cookie = '') => post(requestPasswordReset, { email: owner.email }, address, cookie);
  const mailed = async () =>
    (await waitingMails(app, `recipient = $1 AND message = 'reset-password'`, [owner.email])).length;
  const strangersAsk = async () => {
    const statuses = await Promise.all(Array.from({ length: 30 }, (_, n) => ask(`203.0.${n}.1`)));
    expect(new Set(statuses)).toEqual(new Set([204]));
  };
  await strangersAsk();
  // The first, and three more.
  expect(await mailed()).toBe(4);
  expect(await ask('203.0.1.1', known)).toBe(204);
  expect(await mailed()).toBe(5);
  expect(await ask('198.51.100.1')).toBe(204);
  expect(await mailed()).toBe(5);
  // As if the day's other repetitions were used up, and the links had a quarter of an hour left.
  await app.db.query(`UPDATE rate_window SET hits = 10 WHERE name = 'reset:repeated/86400'`);
  for (let again = 1; again <= 3; again++) {
    await app.db.query(`UPDATE auth.link SET expires_at = now() + interval '15 minutes' WHERE person_id = $1`, [
      owner.id,
    ]);
    app.clock.moveBy({ hours: 1 });
    await strangersAsk();
    expect(await mailed()).toBe(5 + again);
  }
  const [latest] = await waitingMails(app, 'recipient = $1 ORDER BY created_at DESC', [owner.email]);
  const token = /reset#([\w-]{43})/.exec(latest?.body ?? '')?.[1] ?? '';
  const next = { token, password: 'another battery, quite correct' };
  expect(await post(resetPassword, next, '198.51.100.1')).toBe(204);
}, 60_000);

it('one IPv6 /48 cannot use up what all networks may try at an account', async () => {
  const statuses: number[] = [];
  for (let round = 0; round < 4; round++) {
    for (let n = 0; n < 24; n++)
      statuses.push(await tryPassword('not the password', `2001:db8:9:${round * 30 + n}::1`));
    app.clock.moveBy({ minutes: 15 });
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(60);
  expect(await tryPassword(password, '203.0.113.40')).toBe(200);
}, 120_000);

it('a network that has not tried yet has three tries where others have used up 200, until 300 are used', async () => {
  const rest = (name: string, hits: number) =>
    app.db.query('UPDATE rate_window SET hits = $2 WHERE name = $1', [`${name}/86400`, hits]);
  await tryPassword('not the password', '203.0.113.41');
  await rest('guess:account', 200);
  const statuses: number[] = [];
  for (let n = 0; n < 5; n++) statuses.push(await tryPassword('not the password', '203.0.113.41'));
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
  expect(await tryPassword(password, '203.0.113.42')).toBe(200);
  await rest('guess:account-rest', 100);
  expect(await tryPassword(password, '203.0.113.43')).toBe(429);
}, 60_000);

it(
  'a thief of the password who tries codes does not lock the owner’s browser out of the code, and has thirty a day',
  async () => {
    const browser = new Browser(app);
    await browser.signIn(owner.email);
    const authenticator = await givenAuthenticator(app, browser);
    const thief = new Browser(app);
    await thief.signIn(owner.email);
    const statuses: number[] = [];
    for (let round = 0; round < 4; round++) {
      for (let n = 0; n < 11; n++) {
        const code = n % 2 ? '000000' : '000001';
        statuses.push((await thief.call(confirmCode, { code })).status);
      }
      app.clock.moveBy({ minutes: 15 });
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect((await browser.signIn(owner.email)).body.stage).toBe('code-missing');
    expect((await browser.call(confirmCode, { code: authenticator.code() })).body.stage).toBe('complete');
  },
  patience,
);

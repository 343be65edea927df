import {
  acceptInvitation,
  changePassword,
  inviteMember,
  requestPasswordReset,
  resetPassword,
} from '@bookinda/contracts/identity/routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoPassword } from '../demo/open-tenant.js';
import { type TestApp, testApp } from '../test/app.js';
import { Browser, givenPassword, password } from '../test/browser.js';
import { type GivenMember, type GivenTenant, givenMember, givenTenant } from '../test/given.js';
import { waitingMails } from '../test/waiting-mails.js';
import { isLeaked, isOwnWords } from './password-check.js';

describe('a leaked password', () => {
  it.each(['1234567890', 'qwertyuiop', 'Password123', 'PASSWORD2026!', '!!!dragon!!!', 'aaaaaaaaaaaa', '1q2w3e4r5t'])(
    'is %s',
    async (text) => expect(await isLeaked(text)).toBe(true),
  );

  it.each([password, demoPassword, 'zsíros kenyér hagymával', 'k7qm2x9d0f3v', 'another horse battery'])(
    'is not %s',
    async (text) => expect(await isLeaked(text)).toBe(false),
  );
});

describe('own words', () => {
  const own = ['Nagy Anna', 'anna.nagy@aranyollo.example', 'Aranyolló Szépségszalon'];
  it.each([
    'NagyAnna2026',
    'annanagy1985',
    'Anna.Nagy@aranyollo.example',
    'aranyollo-2026',
    'Szépségszalon!',
    'ANNA-aranyolló',
  ])('are %s', (text) => expect(isOwnWords(text, own)).toBe(true));

  it.each(['Anna szereti a macskákat', '2026202620', 'correct horse battery'])('are not %s', (text) =>
    expect(isOwnWords(text, own)).toBe(false),
  );
});

describe('where a password is set', () => {
  let app: TestApp;
  let salon: GivenTenant;
  let owner: GivenMember;
  beforeAll(async () => {
    app = await testApp();
    salon = await givenTenant(app);
    owner = await givenMember(app, salon, 'OWNER');
    await givenPassword(app, owner);
  });
  afterAll(() => app.stop());

  const link = async (address: string): Promise<string> => {
    const [mail] = await waitingMails(app, 'recipient = $1 ORDER BY id DESC', [address]);
    return /#([\w-]{43})\s/.exec(`${mail?.body} `)?.[1] ?? '';
  };
  const wrong = (code: string) => ({ status: 400, code: 'invalid-input', errors: [{ path: 'password', code }] });

  it('leaked ones and own words are refused at a change, and the old password stays', async () => {
    const change = (text: string) => app.call(changePassword, owner.as, { current: password, password: text });
    expect((await change('password1234')).problem).toMatchObject(wrong('leaked-password'));
    expect((await change(`${owner.email}`)).problem).toMatchObject(wrong('own-words'));
    const [tenant] = await app.db.query<{ name: string }>('SELECT name FROM tenant WHERE id = $1', [salon.id]);
    expect((await change(`${tenant?.name} 2026`)).problem).toMatchObject(wrong('own-words'));
    expect((await new Browser(app).signIn(owner.email)).status).toBe(200);
  });

  it('leaked ones are refused at a reset, and the link stays open', async () => {
    await app.call(requestPasswordReset, {}, { email: owner.email });
    const token = await link(owner.email);
    expect((await app.call(resetPassword, {}, { token, password: 'password1234' })).problem).toMatchObject(
      wrong('leaked-password'),
    );
    expect((await app.call(resetPassword, {}, { token, password })).status).toBe(204);
  });

  it('leaked ones are refused to a new member, who may try again', async () => {
    const email = 'new-member@people.example';
    const { as } = await givenMember(app, salon, 'OWNER');
    await app.call(inviteMember, as, { email, name: 'Nagy Anna', role: 'STAFF' });
    const token = await link(email);
    expect((await app.call(acceptInvitation, {}, { token, password: 'password1234' })).problem).toMatchObject(
      wrong('leaked-password'),
    );
    expect((await app.call(acceptInvitation, {}, { token, password: 'nagyanna-1' })).problem).toMatchObject(
      wrong('own-words'),
    );
    expect((await app.call(acceptInvitation, {}, { token, password })).status).toBe(204);
  });
});

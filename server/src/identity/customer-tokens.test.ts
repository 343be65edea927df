import { rotateCustomerTokenSecret } from '@bookinda/contracts/identity/routes';
import { listOwnPackages } from '@bookinda/contracts/packages/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type JWTPayload, SignJWT } from 'jose';
import { type TestApp, testApp } from '../test/app.js';
import { asCustomer, asVisitor, type GivenTenant, givenCustomer, givenMember, givenTenant } from '../test/given.js';

let app: TestApp;
let salon: GivenTenant;
let other: GivenTenant;
let eva: string;
let stranger: string;

beforeAll(async () => {
  app = await testApp();
  [salon, other] = [await givenTenant(app), await givenTenant(app)];
  [eva, stranger] = [await givenCustomer(app, salon), await givenCustomer(app, other)];
});
afterAll(() => app.stop());

const now = () => Math.floor(Date.now() / 1_000);

async function signed(claims: JWTPayload = {}, { alg = 'HS256', secret = salon.tokenSecret } = {}): Promise<string> {
  return new SignJWT({ sub: eva, aud: salon.id, iat: now(), exp: now() + 600, ...claims })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(secret));
}
/** What a customer's page of `tenant` gets with this token. */
async function told(token: string, tenant = salon): Promise<number | string> {
  const { status, problem } = await app.call(listOwnPackages, { ...asVisitor(tenant), 'x-customer-token': token });
  return status === 200 ? 200 : `${status} ${problem.code}`;
}
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

it('WX-03 admits the customer whom the host vouches for', async () => {
  expect(await told(await signed())).toBe(200);
  expect(await told(await signed({ sub: eva.toUpperCase() }))).toBe(200);
});

it('WX-03 without a token nobody is a customer', async () => {
  expect((await app.call(listOwnPackages, asVisitor(salon))).problem).toMatchObject({
    status: 401,
    code: 'token-invalid',
  });
});

it('WX-03 tells an expired token from a wrong one', async () => {
  expect(await told(await signed({ iat: now() - 700, exp: now() - 100 }))).toBe('401 token-expired');
  expect(await told(await signed({ iat: now() - 700, exp: now() - 100 }, { secret: 'x'.repeat(43) }))).toBe(
    '401 token-invalid',
  );
});

it('WX-03 refuses every forged token', async () => {
  const claims = { sub: eva, aud: salon.id, iat: now(), exp: now() + 600 };
  const genuine = await signed();
  const [head, body, mark] = genuine.split('.');
  const forged: Record<string, string> = {
    'another secret': await signed({}, { secret: other.tokenSecret }),
    'the publishable key as secret': await signed({}, { secret: salon.siteKey }),
    'alg none': `${part({ alg: 'none' })}.${part(claims)}.`,
    'alg None with a signature': `${part({ alg: 'None' })}.${part(claims)}.${mark}`,
    'alg HS512': await signed({}, { alg: 'HS512', secret: salon.tokenSecret.repeat(2) }),
    'changed claims': `${head}.${part({ ...claims, sub: stranger })}.${mark}`,
    'no signature': `${head}.${body}.`,
    'another audience': await signed({ aud: other.id }),
    'no audience': await signed({ aud: undefined }),
    'no expiry': await signed({ exp: undefined }),
    'no issue time': await signed({ iat: undefined }),
    'no subject': await signed({ sub: undefined }),
    'a subject that is no id': await signed({ sub: "' OR 1=1 --" }),
    'a customer of another tenant': await signed({ sub: stranger }),
    'a customer that never was': await signed({ sub: '0197a000-0000-7000-8000-000000000000' }),
    'a life of 16 minutes': await signed({ exp: now() + 960 }),
    'a life in the far future': await signed({ iat: now() + 86_400, exp: now() + 86_400 + 600 }),
    'not yet valid': await signed({ nbf: now() + 300 }),
    nonsense: 'nonsense',
    empty: '',
    dots: '..',
    'an overlong one': `${head}.${part({ ...claims, more: 'x'.repeat(6_000) })}.${mark}`,
    'two in one': `${genuine}, ${genuine}`,
  };
  for (const [name, token] of Object.entries(forged))
    expect([name, await told(token)]).toEqual([name, '401 token-invalid']);
});

it('WX-03 refuses a genuine token on the key of another tenant', async () => {
  expect(await told(await signed(), other)).toBe('401 token-invalid');
  expect(await told(await signed({ aud: other.id }), other)).toBe('401 token-invalid');
  const theirs = await asCustomer(other, stranger);
  expect(await told(theirs['x-customer-token'] ?? '', salon)).toBe('401 token-invalid');
});

it('WX-03 a header larger than the server reads is refused, not an error of ours', async () => {
  expect(await told('x'.repeat(9_000))).toBe('401 token-invalid');
  expect(await told('x'.repeat(20_000))).toBe('400 bad-request');
});

it('WX-03 after a rotation new tokens need the new secret, the old one proves for 15 minutes more', async () => {
  const owner = await givenMember(app, salon, 'OWNER');
  const rotated = await app.call(rotateCustomerTokenSecret, owner.as);
  expect(rotated.status).toBe(201);
  const { id, secret } = rotated.body;
  expect(await told(await signed({}, { secret }))).toBe(200);
  expect(await told(await signed())).toBe(200);
  await app.db.query(
    `UPDATE customer_token_secret SET retired_at = retired_at - interval '15 minutes' WHERE tenant_id = $1 AND id <> $2`,
    [salon.id, id],
  );
  expect(await told(await signed())).toBe('401 token-invalid');
  expect(await told(await signed({}, { secret }))).toBe(200);
});

it('WX-03 two rotations at once leave one secret in use', async () => {
  const owner = await givenMember(app, other, 'OWNER');
  const answers = await Promise.all([1, 2, 3].map(() => app.call(rotateCustomerTokenSecret, owner.as)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  const rows = await app.db.query('SELECT id FROM customer_token_secret WHERE tenant_id = $1 AND retired_at IS NULL', [
    other.id,
  ]);
  expect(rows).toHaveLength(1);
});

it('WX-03 only owners and managers rotate', async () => {
  for (const role of ['RECEPTION', 'STAFF', 'AGENT'] as const) {
    expect((await app.call(rotateCustomerTokenSecret, (await givenMember(app, salon, role)).as)).problem.code).toBe(
      'not-allowed',
    );
  }
});

import { createSiteKey, editSiteKey, listSiteKeys, revokeSiteKey } from '@bookinda/contracts/identity/routes';
import { readEmbedConfig } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type As, type TestApp, testApp } from '../../test/app.js';
import { asVisitor, type GivenMember, type GivenTenant, givenMember, givenTenant } from '../../test/given.js';

let app: TestApp;
let salon: GivenTenant;
let other: GivenTenant;
let manager: GivenMember;

beforeAll(async () => {
  app = await testApp();
  [salon, other] = [await givenTenant(app), await givenTenant(app)];
  manager = await givenMember(app, salon, 'MANAGER');
});
afterAll(() => app.stop());

function page(key: string, origin: string): As {
  return { authorization: `Bearer ${key}`, origin };
}
async function code(as: As): Promise<number | string> {
  const { status, problem } = await app.call(readEmbedConfig, as);
  return status === 200 ? 200 : problem.code;
}

it('WX-03 a new key works on its origins and nowhere else', async () => {
  const { status, body } = await app.call(createSiteKey, manager.as, {
    name: 'Shop',
    origins: ['https://shop.example', 'https://shop.example:443', 'http://localhost:8080'],
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    name: 'Shop',
    origins: ['https://shop.example', 'http://localhost:8080'],
    revokedAt: null,
  });
  expect(body.key).toMatch(/^pk_[\w-]{24}$/);
  expect(await code(page(body.key, 'https://shop.example'))).toBe(200);
  expect(await code(page(body.key, 'http://localhost:8080'))).toBe(200);
  for (const origin of [
    'https://evil.example',
    'http://shop.example',
    'https://shop.example.evil.example',
    'https://shop.example:8443',
    'null',
  ]) {
    expect([origin, await code(page(body.key, origin))]).toEqual([origin, 'origin-not-allowed']);
  }
  expect(await code({ authorization: `Bearer ${body.key}` })).toBe('origin-not-allowed');
});

it('WX-03 an edited origin list counts at once', async () => {
  const { body } = await app.call(createSiteKey, manager.as, { name: 'Shop', origins: ['https://old.example'] });
  expect(await code(page(body.key, 'https://old.example'))).toBe(200);
  const edited = await app.call(editSiteKey, manager.as, { origins: ['https://new.example'] }, { id: body.id });
  expect(edited.body).toEqual({ ...body, origins: ['https://new.example'] });
  expect(await code(page(body.key, 'https://old.example'))).toBe('origin-not-allowed');
  expect(await code(page(body.key, 'https://new.example'))).toBe(200);
  expect((await app.call(editSiteKey, manager.as, { name: 'Renamed' }, { id: body.id })).body).toMatchObject({
    name: 'Renamed',
    origins: ['https://new.example'],
  });
});

it('WX-03 a revoked key is unknown at once, and stays in the list', async () => {
  const { body } = await app.call(createSiteKey, manager.as, { name: 'Gone', origins: ['https://gone.example'] });
  expect(await code(page(body.key, 'https://gone.example'))).toBe(200);
  expect((await app.call(revokeSiteKey, manager.as, undefined, { id: body.id })).status).toBe(204);
  expect(await code(page(body.key, 'https://gone.example'))).toBe('key-unknown');
  const revoked = (await app.call(listSiteKeys, manager.as)).body.items.at(-1);
  expect(revoked).toMatchObject({ id: body.id, revokedAt: expect.any(String) });
  expect((await app.call(revokeSiteKey, manager.as, undefined, { id: body.id })).status).toBe(204);
  expect((await app.call(listSiteKeys, manager.as)).body.items.at(-1)).toEqual(revoked);
  expect((await app.call(editSiteKey, manager.as, { name: 'Back' }, { id: body.id })).status).toBe(404);
});

it('WX-03 another instance forgets a revoked key within seconds', async () => {
  const second = await testApp({}, app.db);
  try {
    const { body } = await app.call(createSiteKey, manager.as, { name: 'Elsewhere', origins: ['https://e.example'] });
    const there = async () => (await second.call(readEmbedConfig, page(body.key, 'https://e.example'))).status;
    expect(await there()).toBe(200);
    await app.call(revokeSiteKey, manager.as, undefined, { id: body.id });
    await new Promise((done) => setTimeout(done, 5_100));
    expect(await there()).toBe(401);
  } finally {
    await second.stop();
  }
});

it('answers keys of another tenant as keys that do not exist, and leaves them alone', async () => {
  const stranger = await givenMember(app, other, 'OWNER');
  const [theirs] = (await app.call(listSiteKeys, stranger.as)).body.items;
  for (const id of [theirs?.id ?? '', '0197a000-0000-7000-8000-000000000000', 'nonsense']) {
    expect((await app.call(revokeSiteKey, manager.as, undefined, { id })).problem).toMatchObject({
      status: 404,
      code: 'not-found',
    });
    expect(
      (await app.call(editSiteKey, manager.as, { origins: ['https://evil.example'] }, { id })).problem,
    ).toMatchObject({ status: 404, code: 'not-found' });
  }
  expect((await app.call(listSiteKeys, stranger.as)).body.items).toEqual([theirs]);
  expect((await app.call(listSiteKeys, manager.as)).body.items.map(({ id }) => id)).not.toContain(theirs?.id);
  expect(await code(asVisitor(other))).toBe(200);
});

it('names the wrong origin', async () => {
  for (const origin of ['https://shop.example/', 'shop.example', '*', 'https://*.example', 'javascript:alert(1)']) {
    const { problem } = await app.call(createSiteKey, manager.as, {
      name: 'X',
      origins: ['https://fine.example', origin],
    });
    expect([origin, problem.code, problem.errors?.[0]?.path.split('.')[0]]).toEqual([
      origin,
      'invalid-input',
      'origins',
    ]);
  }
  const { problem } = await app.call(createSiteKey, manager.as, {
    name: 'X',
    origins: ['https://fine.example', 'https://shop.example:99999'],
  });
  expect(problem.errors?.[0]?.path).toBe('origins.1');
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTicketByPlainForm } from '@bookinda/contracts/support/routes';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TestApp } from '../../test/app.js';
import type { GivenTenant } from '../../test/given.js';

let app: TestApp;
let secure: TestApp;
let widget: string;
let givenTenant: (app: TestApp) => Promise<GivenTenant>;
beforeAll(async () => {
  widget = await mkdtemp(join(tmpdir(), 'bookinda-widget-'));
  await mkdir(join(widget, 'console/assets'), { recursive: true });
  await mkdir(join(widget, 'embed'));
  for (const [name, text] of [
    ['console/index.html', '<!doctype html><title>console</title>'],
    ['console/ticket.html', '<!doctype html><title>ticket</title>'],
    ['console/assets/main-abcd1234.js', '1'],
    ['embed/bookinda.js', '1'],
    ['embed/stray.html', '<!doctype html>'],
  ] as const)
    await writeFile(join(widget, name), text);
  process.env['WIDGET_DIR'] = widget;
  const { testApp } = await import('../../test/app.js');
  ({ givenTenant } = await import('../../test/given.js'));
  app = await testApp();
  secure = await testApp({ PUBLIC_URL: 'https://desk.example' }, app.db);
});
afterAll(async () => {
  delete process.env['WIDGET_DIR'];
  await secure.stop();
  await app.stop();
  await rm(widget, { recursive: true });
});

const pages = [
  '/manager/',
  '/manager/index.html',
  '/manager/ticket.html',
  '/manager/tickets/x',
  '/manager/no-such.html',
  '/ticket',
  '/docs',
  '/embed/v1/stray.html',
  '/v1/package-check/x',
  '/v1/unsubscribe/x',
  '/v1/disown/x',
];

/** The pages that answer a form without script: one that is refused, one that shows what was written, one that says it is on its way. */
async function plainFormPages(): Promise<[string, Response][]> {
  const salon = await givenTenant(app);
  const send = (fields: Record<string, string>, origin: string) =>
    fetch(app.url + openTicketByPlainForm.path, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams(fields),
    });
  const fields = { siteKey: salon.siteKey, language: 'en', type: 'OTHER', subject: 'Hours', description: 'Open?' };
  const refused = await send(fields, salon.origin);
  const check = await send({ ...fields, email: 'eva@example.hu' }, salon.origin);
  const mark = /name="check" value="([^"]+)"/.exec(await check.clone().text())?.[1] ?? '';
  app.clock.moveBy({ seconds: 3 });
  const sent = await send({ ...fields, email: 'eva@example.hu', check: mark }, 'null');
  expect([refused.status, check.status, sent.status]).toEqual([400, 200, 201]);
  return [
    ['a refused form', refused],
    ['a form to check', check],
    ['a form that was sent', sent],
  ];
}

it('lets no page be framed, opened as a window of others, or send its address on, by whatever path it is asked for', async () => {
  const answers = [...(await plainFormPages())];
  for (const path of pages) answers.push([path, await fetch(app.url + path)]);
  for (const [path, { headers }] of answers) {
    expect([path, headers.get('content-type')]).toEqual([path, expect.stringMatching(/^text\/html/)]);
    expect([path, headers.get('content-security-policy')]).toEqual([
      path,
      expect.stringContaining("frame-ancestors 'none'"),
    ]);
    expect([path, headers.get('cross-origin-opener-policy')]).toEqual([path, 'same-origin']);
    expect([path, headers.get('referrer-policy')]).toEqual([path, 'no-referrer']);
    expect([path, headers.get('permissions-policy')]).toEqual([path, expect.stringContaining('geolocation=()')]);
    expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
  }
});

it('gives the console scripts of its own alone and asks anew for its pages', async () => {
  for (const path of ['/manager/', '/manager/index.html', '/manager/tickets', '/ticket', '/manager/ticket.html']) {
    const { headers, status } = await fetch(app.url + path);
    expect([path, status]).toEqual([path, 200]);
    expect([path, headers.get('cache-control')]).toEqual([path, 'no-cache']);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'");
  }
  const asset = await fetch(`${app.url}/manager/assets/main-abcd1234.js`);
  expect(asset.headers.get('cache-control')).toContain('immutable');
});

it('says where the public address is https that browsers come by https again', async () => {
  for (const path of ['/manager/', '/health/live', '/v1/session', '/embed/v1/bookinda.js']) {
    expect((await fetch(secure.url + path)).headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect((await fetch(app.url + path)).headers.get('strict-transport-security')).toBeNull();
  }
});

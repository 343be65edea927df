import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TestApp } from '../../test/app.js';

let app: TestApp;
let secure: TestApp;
let widget: string;
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
];

it('lets no page be framed, opened as a window of others, or send its address on, by whatever path it is asked for', async () => {
  let html = 0;
  for (const path of pages) {
    const { headers } = await fetch(app.url + path);
    if (!headers.get('content-type')?.startsWith('text/html')) continue;
    html += 1;
    expect([path, headers.get('content-security-policy')]).toEqual([
      path,
      expect.stringContaining("frame-ancestors 'none'"),
    ]);
    expect([path, headers.get('cross-origin-opener-policy')]).toEqual([path, 'same-origin']);
    expect([path, headers.get('referrer-policy')]).toEqual([path, 'no-referrer']);
    expect([path, headers.get('permissions-policy')]).toEqual([path, expect.stringContaining('geolocation=()')]);
    expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
  }
  expect(html).toBeGreaterThanOrEqual(8);
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

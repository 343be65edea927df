import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../server/src/platform/embedded/postgres.ts';
import { openRig, type Rig, type RigServer } from '../load/rig.ts';
import { findCaddy, startCaddy } from './caddy.ts';

// A real Caddy with this repository's Caddyfile before two real servers, reached from several addresses of this machine.

const caddy = await findCaddy();
// Where the machine can have one, its absence is a failure: a test that never runs proves nothing.
const isRequired = process.env.CI === 'true' || (process.getuid?.() === 0 && existsSync('/etc/debian_version'));
const reason = caddy || isRequired ? false : 'no Caddy here, and Debian’s package cannot be had';

let rig: Rig;
let servers: RigServer[] = [];
let balancer: Awaited<ReturnType<typeof startCaddy>>;
let port: number;
let health: number;

before(async () => {
  if (!caddy && !isRequired) return;
  assert.ok(caddy, 'No Caddy here, and Debian’s package cannot be had: put one at /usr/bin/caddy.');
  rig = await openRig();
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  [port, health] = ports as [number, number, number];
  // The limits are what is looked at; their network is the balancer's.
  const env = { RATE_LIMITS: '1', TRUST_PROXY: '127.0.0.1', PUBLIC_URL: `https://localhost:${port}` };
  servers = [await rig.startServer('first', { env }), await rig.startServer('second', { env })];
  balancer = await startCaddy(caddy, {
    SITE: `localhost:${port}`,
    HTTP_PORT: String(ports[2]),
    HTTPS_PORT: String(port),
    HEALTH_PORT: String(health),
    SERVERS: servers.map(({ url }) => new URL(url).host).join(' '),
  });
  for (let tries = 0; ; tries++) {
    const { status } = await ask('GET', '/health/ready', { from: '127.0.0.1' }).catch(() => ({ status: 0 }));
    if (status === 200) break;
    if (tries === 150) throw new Error(`The balancer does not answer: ${balancer.log().slice(-2_000)}`);
    await sleep(200);
  }
});
after(async () => {
  await balancer?.stop();
  await rig?.close();
});

interface Asking {
  /** The client's own address. */
  from: string;
  headers?: Record<string, string>;
  body?: object;
}

function ask(method: string, path: string, { from, headers = {}, body }: Asking) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const agent = new Agent({ rejectUnauthorized: false });
    const sent = request(
      {
        host: '127.0.0.1',
        servername: 'localhost',
        port,
        path,
        method,
        agent,
        localAddress: from,
        timeout: 10_000,
        headers: { host: `localhost:${port}`, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += chunk));
        answer.on('end', () => {
          agent.destroy();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

const guess = (from: string, headers?: Record<string, string>) =>
  ask('POST', '/v1/session', {
    from,
    body: { email: `${crypto.randomUUID()}@example.hu`, password: 'not the password' },
    ...(headers ? { headers } : {}),
  });

test('behind the balancer every visitor has limits of their own, and nobody chooses an address', {
  skip: reason,
}, async () => {
  const states: number[] = [];
  // Whatever it says of itself, one client is one client.
  for (let n = 0; n < 90; n++)
    states.push(
      (await guess('127.0.0.2', { 'x-forwarded-for': `203.0.113.${n}`, forwarded: `for=203.0.113.${n}` })).status,
    );
  assert.equal(states[0], 401);
  assert.equal(states.at(-1), 429);
  assert.equal((await guess('127.0.0.3')).status, 401);
});

test('browsers are told to stay on https:, and the balancer knows how it is', { skip: reason }, async () => {
  const { status, headers } = await ask('GET', '/manager/', { from: '127.0.0.1' });
  assert.equal(status, 200);
  assert.match(String(headers['strict-transport-security']), /^max-age=31536000/);
  const health2 = await fetch(`http://127.0.0.1:${health}/health/ready`);
  assert.equal(health2.status, 200);
});

test('when one of two servers is gone, the other one answers everybody', { skip: reason }, async () => {
  await servers[0]?.kill();
  for (let n = 0; n < 10; n++) assert.equal((await ask('GET', '/health/ready', { from: '127.0.0.1' })).status, 200);
});

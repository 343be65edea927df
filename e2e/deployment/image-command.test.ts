import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loginsAt, serverLogins } from '../../server/src/platform/embedded/logins.ts';
import { freePort } from '../../server/src/platform/embedded/postgres.ts';
import { openRig, type Rig, secret } from '../load/rig.ts';
import { ready, spawnServer } from '../stage/server.ts';
import { root } from '../stage/settings.ts';
import { fileText, readCompose, requiredVariables } from './compose-files.ts';

// Without an engine for containers at hand: a folder with what the image has, its variables, its command.

const image =
  fileText('Dockerfile')
    .split(/^FROM /m)
    .find((stage) => / AS server$/m.test(stage)) ?? '';
const command: string[] = JSON.parse(/^CMD (.+)$/m.exec(image)?.[1] ?? '[]');
const variables = Object.fromEntries((/^ENV (.+)$/m.exec(image)?.[1] ?? '').split(' ').map((pair) => pair.split('=')));

let rig: Rig;
let folder: string;

before(async () => {
  rig = await openRig();
  folder = await mkdtemp(join(tmpdir(), 'bookinda-image-'));
  for (const name of ['node_modules', 'server', 'contracts', 'widget'])
    await symlink(join(root, name), join(folder, name));
});
after(async () => {
  await rig?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The server's environment in production, with addresses of this machine. */
async function environment(): Promise<Record<string, string>> {
  const own = Object.fromEntries(
    requiredVariables('docker-compose.yml').map((name) => [name, `own-${name.toLowerCase()}`]),
  );
  const env = {
    ...readCompose('docker-compose.yml', { ...own, DOMAIN: 'desk.test' }).services['server-1']?.environment,
  };
  for (const name of Object.keys(env)) if (/^(S3_|AWS_)/.test(name)) delete env[name];
  return {
    ...env,
    ...variables,
    ...serverLogins(loginsAt(rig.postgres.url, secret)),
    PATH: process.env.PATH ?? '',
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    SECRET: secret,
    SMTP_URL: 'smtp://127.0.0.1:9',
    DATA_DIR: folder,
  };
}

/** Runs the image's command until it ends: exit code and stderr. */
function run(env: Record<string, string>): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      command.slice(1),
      { cwd: folder, env, timeout: 30_000 },
      (error, _, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stderr }),
    );
    child.stdin?.end();
  });
}

test('the image’s command serves, without demo data', async () => {
  const env = await environment();
  const [node, ...words] = command;
  assert.equal(node, 'node');
  const entry = join(folder, words.pop() ?? '');
  const address = `http://127.0.0.1:${env.PORT}`;
  const options = { env, entry, nodeOptions: words, address, logFile: join(folder, 'server.log') };
  const server = await spawnServer(options);
  try {
    await ready(server, options);
    assert.deepEqual(await rig.query('SELECT FROM tenant'), []);
    const page = await fetch(`${address}/manager/`);
    assert.equal(page.status, 200);
  } finally {
    await server.stop();
  }
});

for (const [what, change] of [
  ['the demonstration’s secret', { SECRET: 'demo-only-secret-of-at-least-32-characters' }],
  ['a former secret of the demonstration', { SECRET_OLD: 'demo-only-secret-of-at-least-32-characters' }],
  [
    'the demonstration’s password of the database',
    { APP_DATABASE_URL: 'postgres://bookinda_app:demo-only-app-password@127.0.0.1/x' },
  ],
  ['demo data', { DEMO: '1' }],
  ['an address without TLS', { PUBLIC_URL: 'http://desk.test' }],
  ['no secret', { SECRET: '' }],
  ['no address of its own, beside which nobody could tell whether others reach it', { PUBLIC_URL: '' }],
] as const)
  test(`a server that others reach does not start with ${what}: one line says why`, async () => {
    const { code, stderr } = await run({ ...(await environment()), ...change });
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^${'PUBLIC_URL' in change ? 'PUBLIC_URL' : Object.keys(change)[0]}.*\\n$`));
    for (const value of Object.values(change))
      if (value.length > 20) assert.ok(!stderr.includes(value) || 'PUBLIC_URL' in change);
  });

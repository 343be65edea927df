import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../stage/settings.ts';
import { type ComposeFile, fileText, joined, readCompose, readEnvFile, requiredVariables } from './compose-files.ts';

const production = 'docker-compose.yml';
const own = Object.fromEntries(requiredVariables(production).map((name) => [name, `own-${name.toLowerCase()}`]));
const demoEnv = readEnvFile('demo.env');
const demo = joined(readCompose(production, demoEnv), readCompose('docker-compose.demo.yml', demoEnv));
const real = readCompose(production, own);

test('production has no secret of its own: each is required, and a missing one stops with its name', () => {
  const secrets = requiredVariables(production);
  for (const name of ['SECRET', 'POSTGRES_PASSWORD', 'APP_DATABASE_PASSWORD', 'STORAGE_PASSWORD', 'SMTP_URL', 'DOMAIN'])
    assert.ok(secrets.includes(name), name);
  assert.doesNotMatch(fileText(production).replaceAll('docker-compose.demo.yml', ''), /demo-only|DEMO|mailpit/);
  for (const name of secrets)
    assert.throws(() => readCompose(production, { ...own, [name]: '' }), new RegExp(`${name} is missing`));
  // Whatever else is filled in has an empty default.
  assert.deepEqual(fileText(production).match(/\$\{\w+:?-[^}]+\}/g), null);
});

test('production shows the balancer alone, over TLS, and the demonstration listens on this machine only', () => {
  const published = (file: ComposeFile) =>
    Object.entries(file.services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
  assert.deepEqual(published(real), ['balancer 80:80', 'balancer 443:443', 'balancer 443:443/udp']);
  assert.match(real.services['server-1']?.environment?.PUBLIC_URL ?? '', /^https:/);
  assert.ok(published(demo).length >= 3);
  for (const port of published(demo)) assert.match(port, / 127\.0\.0\.1:\d+:\d+$/);
});

test('the servers trust the network of their balancer, and no other', () => {
  const subnet = real.networks?.inside?.ipam?.config[0]?.subnet;
  assert.match(subnet ?? '', /^10\.\d+\.\d+\.0\/24$/);
  for (const file of [real, demo])
    for (const name of ['server-1', 'server-2']) {
      const server = file.services[name];
      assert.equal(server?.environment?.TRUST_PROXY, subnet);
      // Over any other network that both were in, the balancer would come from an address that is not trusted.
      const shared = file.services.balancer?.networks?.filter((network) => server?.networks?.includes(network));
      assert.deepEqual(shared, ['inside']);
    }
});

test('each role of the database has a login and a password of its own, and the servers know neither owner nor administrator', () => {
  const { 'server-1': server, database } = real.services;
  const logins = ['DATABASE_URL', 'OWNER_DATABASE_URL', 'APP_DATABASE_URL', 'WORKER_DATABASE_URL'].map((name) => {
    const { username, password } = new URL(database?.environment?.[name] ?? '');
    return `${username}:${password}`;
  });
  assert.equal(new Set(logins).size, 4);
  assert.equal(new Set(logins.map((login) => login.split(':')[1])).size, 4);
  const known = Object.keys(server?.environment ?? {}).filter((name) => name.endsWith('DATABASE_URL'));
  assert.deepEqual(known, ['APP_DATABASE_URL', 'WORKER_DATABASE_URL']);
});

for (const [title, file] of [
  ['production', real],
  ['the demonstration', demo],
] as const)
  test(`${title}: what a service needs exists, and what it waits for can come`, () => {
    for (const [name, service] of Object.entries(file.services)) {
      assert.ok(service.image ?? service.build, `${name} has no image`);
      for (const network of service.networks ?? []) assert.ok(network in (file.networks ?? {}), `${name}: ${network}`);
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':');
        assert.ok(source.startsWith('./') ? existsSync(join(root, source)) : source in (file.volumes ?? {}), volume);
      }
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        const other = file.services[needed];
        assert.ok(other, `${name} waits for ${needed}`);
        // The image has a health check of its own.
        const checked = other.healthcheck ?? other.build?.target === 'server';
        if (condition === 'service_healthy') assert.ok(checked, `${needed} cannot become healthy`);
        if (condition === 'service_completed_successfully') assert.equal(other.restart, undefined, needed);
      }
    }
  });

test('the servers are given variables that they read, and no other', async () => {
  const { readConfig } = await import(join(root, 'server/dist/platform/config.js'));
  const read = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);
  const env = demo.services['server-1']?.environment ?? {};
  const recording = new Proxy(env, {
    get: (target, name: string) => {
      read.add(name);
      return target[name];
    },
  });
  const config = readConfig(recording);
  for (const file of globSync('server/dist/**/*.js', { cwd: root }))
    for (const [, name] of readFileSync(join(root, file), 'utf8').matchAll(/process\.env\.(\w+)/g))
      read.add(name ?? '');
  const unread = (names: string[]) => names.filter((name) => !read.has(name));
  assert.deepEqual(unread(Object.keys(env)), []);
  assert.deepEqual(unread(Object.keys(real.services['server-1']?.environment ?? {})), []);
  assert.equal(config.demo, true);
  assert.equal(
    readConfig({ ...real.services['server-1']?.environment, SECRET: 'x'.repeat(32), DOMAIN: '' }).demo,
    false,
  );
});

test('no image holds a file that is only kept beside the sources', () => {
  const copied = Array.from(fileText('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm), ([, sources]) =>
    (sources ?? '').split(' '),
  );
  const sources = copied.flat();
  assert.ok(sources.length > 10);
  for (const source of sources) {
    assert.match(source, /^\w|^\.(npmrc|swcrc)$/);
    assert.ok(existsSync(join(root, source)), source);
  }
  for (const ignored of ['.dockerignore', '.gitignore'])
    for (const pattern of [/^(\*\*\/)?\.env$/m, /^(\*\*\/)?\.env\.\*$/m]) assert.match(fileText(ignored), pattern);
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@bookinda/contracts/limits';
import type { Problem } from '@bookinda/contracts/problem';
import { openTicket, uploadDeskFile, uploadFile } from '@bookinda/contracts/support/routes';
import type { UploadReceipt } from '@bookinda/contracts/support/ticket';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FreeSpace } from '../../platform/files/free-space.js';
import { PurgeUploads } from '../../platform/files/purge-uploads.js';
import { Journal } from '../../platform/logs/journal.js';
import { type As, type TestApp, testApp } from '../../test/app.js';
import {
  asCustomer,
  asVisitor,
  type GivenMember,
  type GivenTenant,
  givenCustomer,
  givenMember,
  givenTenant,
} from '../../test/given.js';
import { givenProof } from '../../test/proof.js';

const mega = 1024 * 1024;
const words = { type: 'TECHNICAL', subject: 'Booking save error', description: 'See the picture.' };
const logged: string[] = [];

let app: TestApp;
let salon: GivenTenant;
let agent: GivenMember;
beforeAll(async () => {
  const journal = new Journal('info', (line) => logged.push(line));
  app = await testApp(
    {
      RATE_LIMITS: '1',
      UPLOAD_MB_PER_NETWORK: '2',
      UPLOAD_MB_PER_SITE_KEY: '3',
      UPLOAD_MB_PER_TENANT: '4',
      STORAGE_MB_PER_TENANT: '5',
      UPLOADS_AT_ONCE: '3',
    },
    undefined,
    journal,
  );
  await givenTenant(app, { kind: 'platform' });
});
afterAll(() => app.stop());
beforeEach(async () => {
  salon = await givenTenant(app);
  agent = await givenMember(app, salon, 'AGENT');
});

const withProof = async (as: As): Promise<As> => ({ ...as, 'x-proof': await givenProof(app, as) });
const text = (bytes: number) => 'a'.repeat(bytes);

async function upload(as: As, bytes: string, path: string = uploadFile.path) {
  const body = new FormData();
  body.append('file', new Blob([bytes]), 'a.txt');
  const response = await fetch(app.url + path, { method: 'POST', headers: as, body });
  const answer: unknown = await response.json();
  return { status: response.status, receipt: answer as UploadReceipt, problem: answer as Problem };
}
const refused = async (...given: Parameters<typeof upload>) => {
  const { status, problem } = await upload(...given);
  return [status, problem.code];
};
const storedFiles = async () =>
  (await readdir(join(app.config.dataDir, 'files'), { recursive: true })).filter((name) => /[0-9a-f]{40}$/.test(name));
const counted = async (counter: string) => {
  const [row] = await app.db.query<{ bytes: number }>(
    'SELECT bytes::float8 AS bytes FROM upload_bytes WHERE tenant_id = $1 AND counter = $2',
    [salon.id, counter],
  );
  return row?.bytes ?? 0;
};

describe('finding 6: uploads cost something', () => {
  it('a visitor’s file needs the form’s proof of work; nobody else’s does', async () => {
    const visitor = asVisitor(salon);
    expect(await refused(visitor, 'words')).toEqual([403, 'proof-required']);
    expect(await refused({ ...visitor, 'x-proof': 'made.15.up.1' }, 'words')).toEqual([403, 'proof-required']);
    const proof = await givenProof(app, visitor);
    const { status, receipt } = await upload({ ...visitor, 'x-proof': proof }, 'words');
    expect(status).toBe(201);
    // The same proof then pays for the ticket that takes the file.
    const opened = await app.call(openTicket, visitor, {
      ...words,
      email: 'x@example.hu',
      proof,
      uploads: [receipt.id],
    });
    expect(opened.status).toBe(201);
    expect((await upload(await asCustomer(salon, await givenCustomer(app, salon)), 'words')).status).toBe(201);
    expect((await upload(agent.as, 'words', uploadDeskFile.path)).status).toBe(201);
  });

  it('one proof pays for as many bytes as one message may carry, not for more', async () => {
    const visitor = await withProof(asVisitor(salon));
    expect((await upload(visitor, 'words')).status).toBe(201);
    await app.db.query(`UPDATE upload_bytes SET bytes = $2 WHERE tenant_id = $1 AND counter LIKE 'proof:%'`, [
      salon.id,
      limits.files.perMessage * limits.files.bytes - 1,
    ]);
    expect(await refused(visitor, 'words')).toEqual([403, 'proof-required']);
    expect((await upload(await withProof(asVisitor(salon)), 'words')).status).toBe(201);
  });

  it('bytes are counted by network, site key and tenant; what is over a limit counts nowhere and leaves nothing', async () => {
    const visitor = await withProof(asVisitor(salon));
    expect((await upload(visitor, text(1.5 * mega))).status).toBe(201);
    const before = await storedFiles();
    const { status, problem } = await upload(visitor, text(mega));
    expect([status, problem.code]).toEqual([429, 'upload-quota']);
    expect(await storedFiles()).toEqual(before);
    for (const counter of ['tenant', 'stored', 'network:127.0.0.1'])
      expect([counter, await counted(counter)]).toEqual([counter, 1.5 * mega]);
    // A smaller one still fits, and another salon has its own count.
    expect((await upload(visitor, text(0.4 * mega))).status).toBe(201);
    expect((await upload(await withProof(asVisitor(await givenTenant(app))), text(mega))).status).toBe(201);
    const [{ bytes: perKey } = { bytes: 0 }] = await app.db.query<{ bytes: number }>(
      `SELECT bytes::float8 AS bytes FROM upload_bytes WHERE tenant_id = $1 AND counter LIKE 'site-key:%'`,
      [salon.id],
    );
    expect(perKey).toBe(Math.floor(1.9 * mega));
  });

  it('the desk’s own files count for the tenant alone; its whole storage ends with 507', async () => {
    const send = (megabytes: number) => upload(agent.as, text(megabytes * mega), uploadDeskFile.path);
    for (const _ of [1, 2]) expect((await send(2)).status).toBe(201);
    expect((await send(0.1)).problem.code).toBe('upload-quota');
    app.clock.moveBy({ hours: 24 });
    expect((await send(1)).status).toBe(201);
    expect(await send(0.1)).toMatchObject({ status: 507, problem: { code: 'storage-full' } });
    const opened = await app.call(openTicket, await asCustomer(salon, await givenCustomer(app, salon)), words);
    expect(opened.status).toBe(201);
  });

  it('parallel uploads do not exceed a limit together', async () => {
    const customer = await asCustomer(salon, await givenCustomer(app, salon));
    const statuses = await Promise.all([1, 2, 3].map(async () => (await upload(customer, text(0.9 * mega))).status));
    expect(statuses.sort()).toEqual([201, 201, 429]);
    expect(await counted('network:127.0.0.1')).toBe(2 * Math.floor(0.9 * mega));
  });

  it('only so many uploads are under way at once; the next one waits, and a place is free when one ends', async () => {
    const customer = await asCustomer(salon, await givenCustomer(app, salon));
    const open = [await slowUpload(customer), await slowUpload(customer), await slowUpload(customer)];
    expect(await refused(customer, 'words')).toEqual([429, 'too-many']);
    for (const sending of open) sending.destroy();
    await until(async () => (await upload(customer, 'words')).status === 201);
    expect(await readdir(join(app.config.dataDir, 'files', 'incoming'))).toEqual([]);
  });

  it('untaken uploads go after an hour, however many there are, and give back what they cost', async () => {
    const customer = await asCustomer(salon, await givenCustomer(app, salon));
    const { receipt } = await upload(customer, text(1_000));
    await app.db.query(
      `INSERT INTO file (tenant_id, name, media_type, size, sha256, storage_key, owner, created_at)
       SELECT $1, 'a.txt', 'text/plain', 10, '', lpad(to_hex(n), 40, '0'), 'customer:x', now() - interval '66 minutes' FROM generate_series(1, 2500) n`,
      [salon.id],
    );
    await app.db.query(`UPDATE upload_bytes SET bytes = 26000 WHERE tenant_id = $1 AND counter = 'stored'`, [salon.id]);
    await app.get(PurgeUploads).purge();
    const left = await app.db.query<{ id: string }>('SELECT id FROM file WHERE tenant_id = $1', [salon.id]);
    expect(left).toEqual([{ id: receipt.id }]);
    expect(await counted('stored')).toBe(1_000);
  });

  it('an upload that is older than an hour is taken by no message', async () => {
    const customer = await asCustomer(salon, await givenCustomer(app, salon));
    const { receipt } = await upload(customer, 'words');
    await app.db.query(`UPDATE file SET created_at = now() - interval '61 minutes' WHERE id = $1`, [receipt.id]);
    const late = await app.call(openTicket, customer, { ...words, uploads: [receipt.id] });
    expect(late.problem).toMatchObject({ status: 400, errors: [{ path: 'uploads' }] });
  });
});

/** A test that mounts a volume: skipped, and said so, where mounting is not permitted; in CI as root it always runs. */
const itOnVolume = (process.env.CI === 'true' && process.getuid?.() === 0) || mayMount() ? it : it.skip;
if (itOnVolume === it.skip)
  console.warn('Skipped: mounting a volume is not permitted here, so no file system gets full.');

function mountSmall(folder: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
}

function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'bookinda-mount-'));
  try {
    mountSmall(folder);
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

describe('G1: a full volume', () => {
  let volume: { release(): void } | undefined;
  afterEach(() => {
    app.config.files.reserve = null;
    volume?.release();
  });

  const figure = async (name: string) => {
    const body = await (await fetch(`${app.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (.+)$`, 'm').exec(body)?.[1]);
  };

  it('below the reserve 507 with words, an alarm, tickets without files, and files again once there is room', async () => {
    const customer = await asCustomer(salon, await givenCustomer(app, salon));
    app.config.files.reserve = Number.MAX_SAFE_INTEGER;
    const before = await figure('bookinda_storage_full_total');
    expect(await upload(customer, 'words')).toMatchObject({
      status: 507,
      problem: { code: 'storage-full', detail: expect.stringContaining('can be sent without the file') },
    });
    expect(await figure('bookinda_storage_low')).toBe(1);
    expect(await figure('bookinda_storage_full_total')).toBe(before + 1);
    expect(await figure('bookinda_storage_free_bytes')).toBeGreaterThan(0);
    expect((await app.call(openTicket, customer, words)).status).toBe(201);
    app.config.files.reserve = 0;
    expect((await upload(customer, 'words')).status).toBe(201);
    expect(await figure('bookinda_storage_low')).toBe(0);
  });

  it('the system’s own error of a full device is 507 storage-full', async () => {
    const full: unknown = await writeFile('/dev/full', 'words').catch((error: unknown) => error);
    expect(app.get(FreeSpace).explained(full)).toMatchObject({ code: 'storage-full', status: 507 });
  });

  itOnVolume(
    'no room in the middle of a file: 507, nothing is left of it, no stack in the log, and files again once there is room',
    async () => {
      const customer = await asCustomer(salon, await givenCustomer(app, salon));
      app.config.files.reserve = 0;
      volume = await smallVolume(join(app.config.dataDir, 'files'));
      logged.length = 0;
      // Without a length nothing can be said before the file is written.
      expect(await chunkedUpload(customer, 1.8 * mega)).toMatchObject({ status: 507, code: 'storage-full' });
      expect(await storedFiles()).toEqual([]);
      expect(logged.join('\n')).toContain('No room for files');
      expect(logged.join('\n')).not.toMatch(/\bat .*:\d+:\d+/);
      expect((await app.call(openTicket, customer, words)).status).toBe(201);
      volume.release();
      expect((await upload(customer, text(1.8 * mega))).status).toBe(201);
    },
  );
});

/** A volume of 1 MB in place of `folder`. */
async function smallVolume(folder: string): Promise<{ release(): void }> {
  mountSmall(folder);
  let isMounted = true;
  await mkdir(join(folder, 'incoming'));
  return {
    release() {
      if (isMounted) execFileSync('umount', [folder]);
      isMounted = false;
    },
  };
}

const beginning = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';

function sendingTo(as: As): ReturnType<typeof request> {
  const { hostname, port } = new URL(app.url);
  return request({
    hostname,
    port,
    path: uploadFile.path,
    method: 'POST',
    headers: { ...as, 'content-type': 'multipart/form-data; boundary=b' },
    agent: false,
  });
}

/** An upload whose file has begun and does not end. */
async function slowUpload(as: As) {
  const before = (await readdir(join(app.config.dataDir, 'files', 'incoming'))).length;
  const sending = sendingTo(as).on('error', () => undefined);
  sending.write(`${beginning}words`);
  await until(async () => (await readdir(join(app.config.dataDir, 'files', 'incoming'))).length > before);
  return sending;
}

function chunkedUpload(as: As, bytes: number): Promise<{ status: number; code: string }> {
  return new Promise((resolve, reject) => {
    const sending = sendingTo(as).on('error', reject);
    sending.on('response', async (answer) => {
      let body = '';
      for await (const piece of answer) body += String(piece);
      resolve({ status: answer.statusCode ?? 0, code: (JSON.parse(body) as Problem).code });
    });
    sending.write(beginning);
    sending.write(text(bytes));
    sending.end('\r\n--b--\r\n');
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((next) => setTimeout(next, 20));
}

import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FolderStorage } from './folder-storage.js';
import { S3Storage } from './s3-storage.js';
import { type KeptFile, NoSuchFile, type Storage } from './storage.js';

/** As much of S3's protocol as the adapter speaks: path-style PUT, GET and DELETE of signed requests. */
async function bucketServer(): Promise<{
  url: string;
  objects: Map<string, { bytes: Buffer; type: string | undefined }>;
  server: Server;
}> {
  const objects = new Map<string, { bytes: Buffer; type: string | undefined }>();
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '', 'http://s3').pathname;
    const failing = failures.get(path) ?? [];
    if (request.method === 'PUT' && failing.length > 0) {
      request.resume();
      return void response.writeHead(failing.shift() ?? 500, { connection: 'close' }).end();
    }
    // A large object is only weighed, so that the test measures what the sender holds in memory.
    const size = Number(request.headers['content-length']);
    const body = size > 1_000_000 ? await weighed(request) : await buffer(request);
    hashes.set(path, String(request.headers['x-amz-content-sha256']));
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) return void response.writeHead(403).end();
    if (request.method === 'PUT') objects.set(path, { bytes: body, type: request.headers['content-type'] });
    if (request.method === 'DELETE') objects.delete(path);
    if (request.method !== 'GET') return void response.writeHead(request.method === 'PUT' ? 200 : 204).end();
    const object = objects.get(path);
    if (object) return void response.writeHead(200, { 'content-length': object.bytes.length }).end(object.bytes);
    response
      .writeHead(404, { 'content-type': 'application/xml' })
      .end('<Error><Code>NoSuchKey</Code><Message>None.</Message></Error>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, objects, server };
}

/** Answers a bucket gives before it takes an object, by path. */
const failures = new Map<string, number[]>();
const hashes = new Map<string, string>();
let mostBuffers = 0;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
/** Bytes that something still refers to. */
function heldBuffers(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}
async function weighed(request: IncomingMessage): Promise<Buffer> {
  let size = 0;
  let looked = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size - looked < 8 * 1024 * 1024) continue;
    looked = size;
    mostBuffers = Math.max(mostBuffers, heldBuffers());
  }
  return Buffer.from(String(size));
}

let folder: string;
let bucket: Awaited<ReturnType<typeof bucketServer>>;
const storages: Record<string, Storage> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bookinda-storage-'));
  bucket = await bucketServer();
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  storages['folder'] = new FolderStorage(join(folder, 'files'));
  storages['bucket'] = new S3Storage({ endpoint: bucket.url, bucket: 'desk', region: 'us-east-1' });
  for (const storage of Object.values(storages)) await storage.prepare();
});
afterAll(async () => {
  bucket.server.closeAllConnections();
  await new Promise((done) => bucket.server.close(done));
  await rm(folder, { recursive: true, force: true });
});

async function givenUpload(): Promise<{ key: string; path: string; bytes: Buffer }> {
  const [key, bytes] = [randomBytes(20).toString('hex'), randomBytes(100_000)];
  const path = join(folder, key);
  await writeFile(path, bytes);
  return { key, path, bytes };
}

const fileOf = (bytes: Buffer, mediaType: string): KeptFile => ({
  mediaType,
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest(),
});

describe.each(['folder', 'bucket'])('BS-06 files in a %s', (name) => {
  it('are kept whole, read again, removed for good', async () => {
    const storage = storages[name]!;
    const { key, path, bytes } = await givenUpload();
    await storage.keep(key, path, fileOf(bytes, 'image/png'));
    await rm(path);
    expect((await buffer(await storage.read(key))).equals(bytes)).toBe(true);
    await storage.remove(key);
    await storage.remove(key);
    await expect(storage.read(key)).rejects.toThrow(NoSuchFile);
  });
});

it('BS-06 a folder spreads its files over two levels and takes no key that is a path', async () => {
  const { key, path, bytes } = await givenUpload();
  await storages['folder']!.keep(key, path, fileOf(bytes, 'image/png'));
  expect(await readdir(join(folder, 'files', key.slice(0, 2), key.slice(2, 4)))).toEqual([key]);
  await expect(storages['folder']!.read('../../etc/passwd')).rejects.toThrow(NoSuchFile);
});

it('BS-06 a bucket learns the media type', async () => {
  const { key, path, bytes } = await givenUpload();
  await storages['bucket']!.keep(key, path, fileOf(bytes, 'application/pdf'));
  expect(bucket.objects.get(`/desk/${key}`)?.type).toBe('application/pdf');
});

it('finding 6: a large file goes to a bucket piece by piece, signed by its hash, and never lies in memory as a whole', async () => {
  const [key, path] = [randomBytes(20).toString('hex'), join(folder, 'large')];
  const size = 64 * 1024 * 1024;
  await writeFile(path, '');
  await truncate(path, size);
  const sha256 = createHash('sha256').update(Buffer.alloc(size)).digest();
  const before = heldBuffers();
  mostBuffers = 0;
  await storages['bucket']!.keep(key, path, { mediaType: 'video/mp4', size, sha256 });
  expect(bucket.objects.get(`/desk/${key}`)?.bytes.toString()).toBe(String(size));
  expect(hashes.get(`/desk/${key}`)).toBe(sha256.toString('hex'));
  expect(mostBuffers - before).toBeLessThan(size / 2);
});

it('a bucket that fails for a moment is asked again; one that is full is not', async () => {
  const { key, path, bytes } = await givenUpload();
  failures.set(`/desk/${key}`, [503, 500]);
  await storages['bucket']!.keep(key, path, fileOf(bytes, 'image/png'));
  expect(bucket.objects.get(`/desk/${key}`)?.bytes.equals(bytes)).toBe(true);
  failures.set(`/desk/${key}`, [507, 507]);
  await expect(storages['bucket']!.keep(key, path, fileOf(bytes, 'image/png'))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 507 },
  });
  expect(failures.get(`/desk/${key}`)).toHaveLength(1);
});

import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
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
    const body = await buffer(request);
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

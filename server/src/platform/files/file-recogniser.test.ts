import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FileRecogniser } from './file-recogniser.js';
import recognise from './recognise-file.worker.js';

let folder: string;
const recogniser = new FileRecogniser();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bookinda-recognise-'));
});
afterAll(async () => {
  await recogniser.onApplicationShutdown();
  await rm(folder, { recursive: true, force: true });
});

let written = 0;
async function given(bytes: string | Uint8Array): Promise<string> {
  written += 1;
  const path = join(folder, String(written));
  await writeFile(path, bytes);
  return path;
}

/** CPU time in ms, which other programs on this machine do not change much. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const mega = 1024 * 1024;
const hostile: [string, (size: number) => string][] = [
  ['a < and white space', (size) => `<${' '.repeat(size - 1)}`],
  ['a < and line breaks', (size) => `<${'\n\t\r '.repeat(size / 4)}`],
  ['< ! and white space, again and again', (size) => `<  !   `.repeat(size / 7)],
  ['only <', (size) => '<'.repeat(size)],
  ['beginnings of names', (size) => '<ifram <templat </scrip '.repeat(size / 24)],
];

describe('finding 1: what a file is', () => {
  it.each(hostile)('%s costs time by its length, never by its square', async (_, text) => {
    const path = await given(text(10 * mega));
    // Straight through the function: the quadratic expression took 6 s for each 64 KiB, 16 minutes for this.
    expect(await cpuOf(() => recognise({ path, cleansPictures: true }))).toBeLessThan(3_000);
  });

  it('no mixture of brackets, white space and names costs more than its length', async () => {
    const pieces = fc.constantFrom('<', ' ', '\n', '\t', '!', '/', '?', 'scr', 'svg', '</', '<!', 'doctyp', 'á', '<  ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { minLength: 1, maxLength: 12 }),
        fc.nat({ max: 60_000 }),
        async (parts, rest) => {
          const unit = parts.join('');
          const text = `<${' '.repeat(rest)}${unit.repeat(Math.ceil(65_536 / unit.length))}`;
          const path = await given(text);
          expect(await cpuOf(() => recognise({ path, cleansPictures: true }))).toBeLessThan(500);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('runs in a thread: the event loop goes on meanwhile', async () => {
    const path = await given(`<${' '.repeat(10 * mega - 1)}`);
    await recogniser.recognise({ path, cleansPictures: true });
    const cpu = process.threadCpuUsage();
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    expect(await recogniser.recognise({ path, cleansPictures: true })).toEqual({ found: 'text' });
    lag.disable();
    const { user } = process.threadCpuUsage(cpu);
    // This thread only waited, whatever else the machine did.
    expect(user / 1_000).toBeLessThan(50);
  });

  it('a look that takes too long ends with its thread and its own code, and the next file is looked at', async () => {
    const path = await given('words '.repeat(mega));
    await expect(recogniser.recognise({ path, cleansPictures: true }, 0)).rejects.toMatchObject({
      code: 'file-too-complex',
    });
    await expect(
      Promise.all([1, 2, 3, 4].map(() => recogniser.recognise({ path, cleansPictures: true }, 0))),
    ).rejects.toMatchObject({
      code: 'file-too-complex',
    });
    expect(await recogniser.recognise({ path, cleansPictures: true })).toEqual({ found: 'text' });
  });

  it('a zip whose entries would unpack to a thousand times their size ends in time', async () => {
    const path = await given(zipOf(1_000, deflateRawSync(Buffer.alloc(mega - 1))));
    const answer = await recogniser
      .recognise({ path, cleansPictures: true })
      .catch((error: { code: string }) => error.code);
    expect([{ found: 'application/zip' }, 'file-too-complex']).toContainEqual(answer);
  }, 20_000);
});

/** Entries all named as the one that office documents are recognised by, so that each is unpacked. */
function zipOf(entries: number, deflated: Buffer): Buffer {
  const name = Buffer.from('[Content_Types].xml');
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(deflated.length, 18);
  header.writeUInt32LE(mega - 1, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat(Array.from({ length: entries }, () => Buffer.concat([header, name, deflated])));
}

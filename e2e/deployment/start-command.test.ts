import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Mailbox } from '../stage/mailbox/mailbox.ts';
import { root } from '../stage/settings.ts';

test('npm start does not let other machines at demo data: one line says why', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bookinda-start-'));
  const env = { PATH: process.env.PATH, HOST: '0.0.0.0', DATA_DIR: folder };
  const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    const words = [join(root, 'e2e/stage/run.js'), 'start'];
    execFile(process.execPath, words, { env, timeout: 30_000 }, (error, _, stderr) =>
      resolve({ code: error?.code, stderr }),
    );
  });
  await rm(folder, { recursive: true, force: true });
  assert.equal(code, 1);
  assert.match(stderr, /^HOST=0\.0\.0\.0 lets other machines in.*\n$/);
});

test('the mailbox, which has no password, listens on 127.0.0.1 alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bookinda-mailbox-'));
  const mailbox = new Mailbox();
  try {
    await mailbox.open({ ports: { mailbox: 0, smtp: 0 }, folder });
    assert.deepEqual(mailbox.addresses, ['127.0.0.1', '127.0.0.1']);
  } finally {
    await mailbox.close();
    await rm(folder, { recursive: true, force: true });
  }
});

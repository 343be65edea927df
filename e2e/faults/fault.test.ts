import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../server/src/platform/embedded/postgres.ts';
import { cpuMs } from '../load/process-cost.ts';
import { openRig, type Rig, type RigServer } from '../load/rig.ts';
import { asIntegration, asMember, type SeededTenant, seedTenant } from '../load/seed.ts';
import { type Answer, send, sendUntilTold, words } from './client.ts';
import { collectMails } from './mail-sink.ts';
import { assertSound, openTwo, type Two } from './two-servers.ts';

const kills = Number(process.env.FAULT_KILLS ?? 5);

describe('kill -9 under load', { timeout: 60_000 + kills * 15_000 }, () => {
  let two: Two;
  before(async () => {
    two = await openTwo();
  });
  after(() => two?.rig.close());

  it(`loses nothing that was acknowledged, ${kills} kills`, async () => {
    const load = writing(two);
    let victim = two.servers[1];
    for (let n = 0; n < kills; n++) {
      await sleep(300 + Math.random() * 700);
      await victim.kill();
      const killedAt = Date.now();
      victim = await two.rig.startServer(`second-${n}`, { url: victim.url });
      const [wallMs, ownMs] = [Date.now() - killedAt, await cpuMs(victim.pid)];
      // On a busy machine the clock tells of the neighbours, the CPU time of us.
      assert.ok(Math.min(wallMs, ownMs) <= 5_000, `ready after ${wallMs} ms, ${ownMs} ms of its own`);
    }
    const sent = await load.stop();
    const acknowledged = sent.filter(({ answer }) => answer.status === 201);
    assert.ok(
      acknowledged.length > kills && acknowledged.length < sent.length,
      `${acknowledged.length} of ${sent.length} were acknowledged`,
    );
    await assertStored(
      two.rig,
      acknowledged.map(({ answer }) => answer),
    );
    // Cut while they were on their way; what was refused a connection was never there.
    const cut = sent.filter(({ answer }) => answer.status === 0 && !answer.text.includes('ECONNREFUSED'));
    for (const { key, answer } of [...cut, ...acknowledged.slice(-20)]) {
      const again = await sendUntilTold('POST', `${two.servers[0].url}/v1/tickets`, {
        headers: asIntegration(two.tenant),
        body: words,
        key,
      });
      assert.equal(again.status, 201, again.text);
      if (answer.status === 201)
        assert.deepEqual([again.body.id, again.body.number], [answer.body.id, answer.body.number]);
    }
    await assertSound(two.rig);
  });
});

describe('the database goes away', { timeout: 120_000 }, () => {
  let two: Two;
  before(async () => {
    two = await openTwo();
  });
  after(() => two?.rig.close());

  it('503 with Retry-After while backends are killed; the processes stay, nothing acknowledged is lost', async () => {
    const load = writing(two);
    const deadline = Date.now() + 8_000;
    while (Date.now() < deadline) {
      await sleep(500 + Math.random() * 1_500);
      await two.rig.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'bookinda-%'",
      );
    }
    const sent = (await load.stop()).map(({ answer }) => answer);
    for (const answer of sent) {
      assert.ok([201, 503, 409].includes(answer.status), `${answer.status} ${answer.text}`);
      assert.doesNotMatch(answer.text, /\n\s+at |node_modules|terminating connection/);
      if (answer.status === 503) assert.match(String(answer.headers['retry-after']), /^\d+$/);
      if (answer.status === 409) assert.equal(answer.body.code, 'in-progress');
    }
    for (const { pid } of two.servers) assert.ok(process.kill(pid, 0));
    await assertStored(
      two.rig,
      sent.filter(({ status }) => status === 201),
    );
    const after = await send('POST', `${two.servers[0].url}/v1/tickets`, {
      headers: asIntegration(two.tenant),
      body: words,
    });
    assert.equal(after.status, 201, after.text);
    await assertSound(two.rig);
  });

  it('NT-03 what is committed through one server arrives at the listeners of the other', async () => {
    const heard = await listen(two.servers[0].url, two.tenant);
    const opened = await send('POST', `${two.servers[1].url}/v1/tickets`, {
      headers: asIntegration(two.tenant),
      body: words,
    });
    assert.equal(opened.status, 201, opened.text);
    await until(
      () => heard.text.includes(String(opened.body.id)),
      5_000,
      () => `heard: ${heard.text}`,
    );
    heard.close();
  });

  it('SIGTERM drains within 20 s beside an open stream; what was acknowledged is stored', async () => {
    const [first, second] = two.servers;
    const heard = await listen(second.url, two.tenant);
    const load = writing(two);
    await sleep(500);
    const asked = Date.now();
    await Promise.all([
      second.stop(30_000),
      until(
        () => heard.ended,
        20_000,
        () => 'the stream goes on',
      ),
    ]);
    assert.ok(Date.now() - asked < 20_000, `${Date.now() - asked} ms`);
    const sent = await load.stop();
    await assertStored(
      two.rig,
      sent.map(({ answer }) => answer).filter(({ status }) => status === 201),
    );
    for (const { answer } of sent) assert.ok([0, 201, 503].includes(answer.status), `${answer.status} ${answer.text}`);
    assert.equal((await send('GET', `${first.url}/health/ready`, { headers: {} })).status, 200);
    await assertSound(two.rig);
  });
});

describe('the mail server goes away', { timeout: 120_000 }, () => {
  let rig: Rig;
  before(async () => {
    rig = await openRig();
  });
  after(() => rig?.close());

  it('NT-01 requests do not notice; afterwards every mail arrives once', async () => {
    const port = await freePort();
    const server: RigServer = await rig.startServer('mailing', { env: { SMTP_URL: `smtp://127.0.0.1:${port}` } });
    const tenant = await seedTenant(rig, 'salon');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        send('POST', `${server.url}/v1/tickets`, { headers: asIntegration(tenant), body: words }),
      ),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    await until(
      async () => (await waiting(rig)).some(({ attempts }) => attempts > 0),
      20_000,
      () => 'nobody tried to send',
    );
    const sink = await collectMails(port);
    try {
      await until(
        async () => (await waiting(rig)).length === 0,
        60_000,
        () => `${sink.ids.length} arrived`,
      );
      const stored = (
        await rig.query<{ message_id: string }>("SELECT message_id FROM mail WHERE state = 'sent' ORDER BY 1")
      ).map((mail) => mail.message_id);
      assert.ok(stored.length >= 20, `${stored.length} mails`);
      assert.deepEqual(sink.ids.toSorted(), stored);
      await assertSound(rig);
    } finally {
      await sink.close();
    }
  });
});

interface Written {
  key: string;
  answer: Answer;
}

/** Eight callers open tickets one after the other over both servers until `stop`. */
function writing({ tenant, url }: Two): { stop(): Promise<Written[]> } {
  const sent: Written[] = [];
  let going = true;
  const callers = Array.from({ length: 8 }, async (_, n) => {
    while (going) {
      const key = randomUUID();
      const answer = await send('POST', `${url(n)}/v1/tickets`, { headers: asIntegration(tenant), body: words, key });
      sent.push({ key, answer });
      if (answer.status !== 201) await sleep(50);
    }
  });
  return {
    stop: async () => {
      going = false;
      await Promise.all(callers);
      return sent;
    },
  };
}

async function assertStored(rig: Rig, acknowledged: Answer[]): Promise<void> {
  const ids = acknowledged.map(({ body }) => body.id);
  assert.equal(new Set(ids).size, ids.length, 'one id was given twice');
  const [row] = await rig.query<{ n: number }>('SELECT count(*)::int AS n FROM ticket WHERE id = ANY ($1::uuid[])', [
    ids,
  ]);
  assert.equal(row?.n, ids.length, `${ids.length - (row?.n ?? 0)} acknowledged tickets are lost`);
}

async function waiting(rig: Rig): Promise<{ attempts: number }[]> {
  return rig.query<{ attempts: number }>(
    "SELECT attempts FROM mail WHERE state = 'waiting' UNION ALL SELECT 0 FROM event WHERE decided_at IS NULL",
  );
}

/** An open stream of the owner's events. */
async function listen(url: string, tenant: SeededTenant): Promise<{ text: string; ended: boolean; close(): void }> {
  const leave = new AbortController();
  const answer = await fetch(`${url}/v1/events`, { headers: asMember(tenant.owner), signal: leave.signal });
  assert.equal(answer.status, 200);
  const heard = { text: '', ended: false, close: () => leave.abort() };
  const read = async () => {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) heard.text += chunk;
  };
  read()
    .catch(() => undefined)
    .finally(() => {
      heard.ended = true;
    });
  return heard;
}

async function until(
  holds: () => boolean | Promise<boolean>,
  patienceMs: number,
  otherwise: () => string,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, otherwise());
    await sleep(50);
  }
}

import { mkdir, rm } from 'node:fs/promises';
import { Agent, type ClientRequest, type IncomingMessage, request, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { streamEvents } from '@bookinda/contracts/notifications/routes';
import type { Problem } from '@bookinda/contracts/problem';
import { openTicketByPlainForm, uploadDeskFile } from '@bookinda/contracts/support/routes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { HttpAdapterHost } from '@nestjs/core';
import { type TestApp, testApp } from '../../test/app.js';
import { Browser, givenPassword } from '../../test/browser.js';
import { type GivenMember, givenMember, givenTenant } from '../../test/given.js';
import { IncomingBodies, lateBodies, slowestBody } from './incoming-bodies.js';

let app: TestApp;
/** The same with its limits. */
let strict: TestApp;
let owner: GivenMember;
beforeAll(async () => {
  app = await testApp();
  strict = await testApp({ RATE_LIMITS: '1' }, app.db);
  owner = await givenMember(app, await givenTenant(app), 'OWNER');
});
afterAll(async () => {
  await strict.stop();
  await app.stop();
});

const multipart = 'multipart/form-data; boundary=b';
const partStart = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
const partEnd = '\r\n--b--\r\n';

interface Answered {
  status: number | undefined;
  connection: string | undefined;
  problem: Problem;
}

function answerTo(sending: ClientRequest): Promise<Answered> {
  return new Promise((resolve, reject) => {
    sending.on('error', reject);
    sending.on('response', (answer: IncomingMessage) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const problem = (text ? JSON.parse(text) : {}) as Problem;
        resolve({ status: answer.statusCode, connection: answer.headers.connection, problem });
      });
    });
  });
}

interface Case {
  status: number;
  path: string;
  headers: Record<string, string>;
  before?: () => Promise<unknown>;
}

describe('a request that is refused while its body still comes', () => {
  const total = 3_000_000;
  const cases: Case[] = [
    { status: 413, path: openTicketByPlainForm.path, headers: { 'content-type': 'application/json' } },
    { status: 415, path: openTicketByPlainForm.path, headers: { 'content-type': 'text/xml' } },
    { status: 415, path: uploadDeskFile.path, headers: { 'content-type': 'image/png' } },
    { status: 401, path: uploadDeskFile.path, headers: { 'content-type': multipart, cookie: '' } },
    { status: 429, path: uploadDeskFile.path, headers: { 'content-type': multipart }, before: useUpUploads },
    {
      status: 500,
      path: uploadDeskFile.path,
      headers: { 'content-type': multipart },
      before: () => rm(join(app.config.dataDir, 'files', 'incoming'), { recursive: true }),
    },
    { status: 507, path: uploadDeskFile.path, headers: { 'content-type': multipart }, before: fillStorage },
  ];

  async function useUpUploads(): Promise<void> {
    for (let status = 0, n = 0; status !== 429 && n < 200; n++)
      ({ status } = await fetch(strict.url + uploadDeskFile.path, { method: 'POST', headers: owner.as, body: '{}' }));
  }

  async function fillStorage(): Promise<void> {
    app.config.files.reserve = Number.MAX_SAFE_INTEGER;
  }
  afterEach(() => {
    app.config.files.reserve = null;
  });

  it.each(cases)(
    'is answered with $status at $path, reset by nobody, and says that the connection closes',
    async (one) => {
      const { status, path, headers, before } = one;
      await before?.();
      const { hostname, port } = new URL(status === 429 ? strict.url : app.url);
      const all = { ...owner.as, ...headers, 'content-length': String(total) };
      const body = (headers['content-type'] === multipart ? partStart : '').padEnd(total, 'x');

      // One that writes to its end before it reads.
      const line = await Line.open(hostname, port);
      const lines = Object.entries({ host: 'x', ...all }).map(([name, value]) => `${name}: ${value}\r\n`);
      line.send(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body.slice(0, 65_536)}`);
      await until(() => line.heard.includes('"code"'));
      line.send(body.slice(65_536));
      await line.ended;
      expect(line.errors).toEqual([]);
      expect(line.heard).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(line.heard).toMatch(/^connection: close\r$/im);

      // One that keeps its connections.
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const sending = request({ agent, hostname, port, path, method: 'POST', headers: all });
      const answered = answerTo(sending);
      sending.end(body);
      expect(await answered).toMatchObject({ status, connection: 'close' });
      const next = request({ agent, hostname, port, path: '/health/live', method: 'GET' });
      const live = answerTo(next);
      next.end();
      expect(await live).toMatchObject({ status: 200 });
      agent.destroy();
      await mkdir(join(app.config.dataDir, 'files', 'incoming'), { recursive: true });
    },
  );
});

/** A connection of its own; `heard` is what has come back. */
class Line {
  heard = '';
  readonly errors: Error[] = [];
  readonly ended: Promise<void>;
  private constructor(readonly socket: Socket) {
    socket.on('data', (data) => (this.heard += data.toString()));
    socket.on('error', (error) => this.errors.push(error));
    this.ended = new Promise((done) => socket.once('close', () => done()));
  }

  static open(hostname = new URL(app.url).hostname, port = new URL(app.url).port): Promise<Line> {
    return new Promise((done) => {
      const socket = connect(Number(port), hostname, () => done(line));
      const line = new Line(socket);
    });
  }

  send(text: string): void {
    this.socket.write(text);
  }
}

/** Waits until `is` holds, at most 20 s. */
async function until(is: () => boolean): Promise<void> {
  for (let tries = 0; !is(); tries++) {
    if (tries === 1_000) throw new Error(`Still not so: ${String(is)}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

describe('a body on its way', () => {
  const sweep = (seconds: number) => app.get(IncomingBodies).sweep(performance.now() + seconds * 1_000);
  const underWay = () => (app.get(IncomingBodies) as unknown as { underWay: Set<unknown> }).underWay.size;
  const received = () =>
    [...(app.get(IncomingBodies) as unknown as { underWay: Set<Counted> }).underWay].reduce(
      (sum, { raw }) => sum + raw.socket.bytesRead,
      0,
    );
  const slowForm = async (headers = '') => {
    const line = await Line.open();
    line.send(
      `POST ${openTicketByPlainForm.path} HTTP/1.1\r\nhost: x\r\n${headers}content-type: application/x-www-form-urlencoded\r\ncontent-length: 4000\r\n\r\na`,
    );
    return line;
  };
  const windowS = slowestBody.windowMs / 1_000;

  it('that brings less than 1 KiB a second is ended with 408 too-slow, and its connection with it', async () => {
    const line = await slowForm();
    await until(() => underWay() === 1);
    sweep(windowS - 1);
    expect(underWay()).toBe(1);
    sweep(windowS);
    await line.ended;
    expect(line.heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(line.heard).toContain('"code":"too-slow"');
    expect(underWay()).toBe(0);
  });

  it('of a few KiB a second goes on, and so does a stream of events', async () => {
    const agent = new Agent();
    const { hostname, port } = new URL(app.url);
    const upload = request({
      agent,
      hostname,
      port,
      path: uploadDeskFile.path,
      method: 'POST',
      headers: { ...owner.as, 'content-type': multipart },
    });
    const stream = await fetch(app.url + streamEvents.path, { headers: owner.as });
    expect(stream.status).toBe(200);
    const answered = answerTo(upload);
    upload.write(partStart);
    await until(() => underWay() === 1);
    for (let window = 1; window <= 5; window++) {
      await new Promise<void>((done) => upload.write('x'.repeat(slowestBody.bytes * 2), () => done()));
      const bodies = [...(app.get(IncomingBodies) as unknown as { underWay: Set<Counted> }).underWay];
      await until(() =>
        bodies.every(({ raw, windowBytes }) => raw.socket.bytesRead - windowBytes >= slowestBody.bytes),
      );
      sweep(window * windowS);
      expect(underWay()).toBe(1);
    }
    upload.end(partEnd);
    expect(await answered).toMatchObject({ status: 201 });
    const reader = stream.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
    agent.destroy();
  });

  it('is one of at most 32 late ones of a network: strangers who wait keep neither a faster body nor a known browser out', async () => {
    const person = await givenMember(app, await givenTenant(app), 'RECEPTION');
    await givenPassword(app, person);
    const reception = new Browser(app);
    expect((await reception.signIn(person.email)).status).toBe(200);
    const waiting = await Promise.all(Array.from({ length: lateBodies.most }, () => slowForm()));
    await until(() => underWay() === waiting.length);
    sweep(lateBodies.afterMs / 1_000);
    expect(underWay()).toBe(lateBodies.most);
    // Neither a new sign-in nor the browser that waits itself is refused.
    expect((await new Browser(app).signIn(person.email)).status).toBe(200);
    const known = await slowForm(`cookie: ${reception.cookie}\r\n`);
    const faster = await slowForm();
    await until(() => underWay() === waiting.length + 2);
    const before = received();
    faster.send('x'.repeat(2_000));
    await until(() => received() >= before + 2_000);
    sweep(lateBodies.afterMs / 1_000);
    await until(() => waiting.some(({ heard }) => heard !== ''));
    expect(underWay()).toBe(lateBodies.most + 1);
    expect([known.heard, faster.heard]).toEqual(['', '']);
    expect(waiting.filter(({ heard }) => heard.includes('"code":"too-slow"'))).toHaveLength(1);
    sweep(windowS);
    await Promise.all([...waiting, known, faster].map(({ ended }) => ended));
    expect(underWay()).toBe(0);
  });

  it('whose headers do not end within their time is answered 408', async () => {
    const server = app.get(HttpAdapterHost).httpAdapter.getHttpServer() as Server;
    expect(server.headersTimeout).toBe(20_000);
    expect(server.requestTimeout).toBeGreaterThan(0);
    server.headersTimeout = 100;
    const line = await Line.open();
    line.send('GET /health/live HTTP/1.1\r\nhost: x\r\n');
    await line.ended;
    server.headersTimeout = 20_000;
    expect(line.heard).toMatch(/^HTTP\/1\.1 408 /);
  });
});

interface Counted {
  raw: IncomingMessage;
  windowBytes: number;
}

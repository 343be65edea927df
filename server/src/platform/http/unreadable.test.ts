import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.stop());

/** What comes back for raw bytes, until the server ends or cuts the connection. */
function sent(bytes: string): Promise<string> {
  const { hostname, port } = new URL(app.url);
  return new Promise((done) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('end', () => socket.destroy());
    socket.on('close', () => done(answer));
    socket.on('error', () => socket.destroy());
  });
}

it('answers headers that are too large as a problem, however much more is sent', async () => {
  for (const size of [20_000, 200_000]) {
    const answer = await sent(`GET /v1/session HTTP/1.1\r\nhost: x\r\ncookie: ${'x'.repeat(size)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"bad-request"');
  }
});

it('answers what is no HTTP as a problem', async () => {
  const answer = await sent('nonsense\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"code":"bad-request"');
});

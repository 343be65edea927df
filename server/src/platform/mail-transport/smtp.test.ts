import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type MailServer, mailServer } from '../../test/mail-server.js';
import { readConfig } from '../config.js';
import { encryption, Smtp } from './smtp.js';

let server: MailServer;
beforeAll(async () => {
  server = await mailServer();
});
afterAll(() => server.stop());

const mail = {
  from: { name: 'Salon' },
  to: { name: '', address: 'anna@example.hu' },
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  messageId: 'one@desk.test',
  headers: {},
};
const smtpTo = (url: string) =>
  new Smtp(
    readConfig({
      APP_DATABASE_URL: 'postgres://none',
      WORKER_DATABASE_URL: 'postgres://none',
      SECRET: 's'.repeat(32),
      SMTP_URL: url,
    }),
  );

it('asks every mail server but this machine’s own to encrypt, unless its address says otherwise', () => {
  const urls: [string, boolean][] = [
    ['smtp://user:pass@mail.example:587', true],
    ['smtp://10.0.0.7', true],
    ['smtp://localhost.evil.example:25', true],
    ['smtp://mail.example:587?pool=true', true],
    ['smtp://mail:1025?requireTLS=false', false],
    ['smtp://localhost:1025', false],
    ['smtp://127.0.0.1:1025', false],
    ['smtp://[::1]:1025', false],
    // Encrypted from the first byte.
    ['smtps://mail.example', false],
  ];
  for (const [url, required] of urls) expect([url, encryption(url).requireTLS ?? false]).toEqual([url, required]);
});

it('gives no mail to a server that must encrypt and does not, and tries again later', async () => {
  const smtp = smtpTo(`${server.url}?requireTLS=true`);
  await expect(smtp.send(mail)).rejects.toMatchObject({ permanent: false });
  expect(server.mails).toEqual([]);
  smtp.onApplicationShutdown();
  const local = smtpTo(server.url);
  await local.send(mail);
  expect(server.mails).toHaveLength(1);
  local.onApplicationShutdown();
});

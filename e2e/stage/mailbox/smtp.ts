import type { Server } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { MailStore } from './store.ts';

const largest = 30 * 1024 * 1024;

/** For trying what a failed delivery looks like: a local part of `refused` is refused for good, `later` for now. */
const verdicts: Record<string, { code: number; text: string }> = {
  refused: { code: 550, text: 'No such person here' },
  later: { code: 451, text: 'Try again later' },
};

/** A real SMTP server that takes every mail for everybody, without TLS: it listens on this machine only. */
export function smtpServer(store: MailStore): { listener: Server; close(): Promise<void> } {
  const server = new SMTPServer({
    name: 'mailbox.localhost',
    banner: 'Bookinda Desk mailbox',
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: largest,
    disableReverseLookup: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
    onRcptTo({ address }, _session, done) {
      const verdict = verdicts[address.split('@')[0]?.toLowerCase() ?? ''];
      done(verdict && Object.assign(new Error(verdict.text), { responseCode: verdict.code }));
    },
    onData(stream, { envelope }, done) {
      const recipients = envelope.rcptTo.map(({ address }) => address);
      const sender = envelope.mailFrom ? envelope.mailFrom.address : '';
      readAll(stream)
        .then((source) => store.add(source, recipients, sender))
        .then(() => done(), done);
    },
  });
  server.on('error', () => {});
  return {
    listener: server.server,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw Object.assign(new Error('Message too large'), { responseCode: 552 });
  return Buffer.concat(chunks);
}

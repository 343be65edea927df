import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** What a real mail server took, and how it behaves. */
export interface MailServer {
  url: string;
  mails: Email[];
  /** Answers the next recipients with this SMTP status instead of taking them; null = takes all. */
  refuse: number | null;
  /** The mails to one address, once there are `count`. */
  to(address: string, count?: number): Promise<Email[]>;
  stop(): Promise<void>;
}

/** A mail server on a port of its own. */
export async function mailServer(port = 0): Promise<MailServer> {
  const mails: Email[] = [];
  const box: MailServer = {
    url: '',
    mails,
    refuse: null,
    to: async (address, count = 1) => {
      const found = () =>
        mails.filter(({ to }) => to?.some((person) => person.address?.toLowerCase() === address.toLowerCase()));
      for (let tries = 0; found().length < count && tries < 200; tries++) await pause(50);
      return found();
    },
    stop: () => new Promise((done) => server.close(() => done())),
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (_, __, done) =>
      box.refuse ? done(Object.assign(new Error('Not here.'), { responseCode: box.refuse })) : done(),
    onData: (stream, _, done) => {
      buffer(stream).then(async (raw) => {
        mails.push(await PostalMime.parse(raw));
        done();
      }, done);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  box.url = `smtp://127.0.0.1:${server.server.address().port}`;
  return box;
}

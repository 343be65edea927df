import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from '../listen.ts';
import { closeWeb, webServer } from '../web.ts';
import { mailboxPages } from './pages.ts';
import { smtpServer } from './smtp.ts';
import { MailStore } from './store.ts';

export interface MailboxOptions {
  ports: { mailbox: number; smtp: number };
  folder: string;
}

const loopback = '127.0.0.1';

/** An SMTP server and the page that shows what it took. */
export class Mailbox {
  smtpUrl = '';
  private web: Server | undefined;
  private smtp: ReturnType<typeof smtpServer> | undefined;

  async open({ ports, folder }: MailboxOptions): Promise<void> {
    const store = new MailStore(folder);
    await store.open();
    this.web = webServer(mailboxPages(store));
    // Without TLS and without password: never beyond this machine, whatever HOST says.
    await listen(this.web, ports.mailbox, loopback, 'MAILBOX_PORT');
    this.smtp = smtpServer(store);
    this.smtpUrl = `smtp://127.0.0.1:${await listen(this.smtp.listener, ports.smtp, loopback, 'SMTP_PORT')}`;
  }

  /** Where the page and the SMTP server listen. */
  get addresses(): string[] {
    return [this.web, this.smtp?.listener].flatMap(
      (server) => (server?.address() as AddressInfo | null)?.address ?? [],
    );
  }

  async close(): Promise<void> {
    await Promise.all([this.web?.listening && closeWeb(this.web), this.smtp?.listener.listening && this.smtp.close()]);
  }
}

import type { Server } from 'node:http';
import { listen } from '../listen.ts';
import { closeWeb, webServer } from '../web.ts';
import { mailboxPages } from './pages.ts';
import { smtpServer } from './smtp.ts';
import { MailStore } from './store.ts';

export interface MailboxOptions {
  host: string;
  ports: { mailbox: number; smtp: number };
  folder: string;
}

/** An SMTP server and the page that shows what it took. */
export class Mailbox {
  smtpUrl = '';
  private web: Server | undefined;
  private smtp: ReturnType<typeof smtpServer> | undefined;

  async open({ host, ports, folder }: MailboxOptions): Promise<void> {
    const store = new MailStore(folder);
    await store.open();
    this.web = webServer(mailboxPages(store));
    await listen(this.web, ports.mailbox, host, 'MAILBOX_PORT');
    this.smtp = smtpServer(store);
    // Without TLS and without password: never beyond this machine, whatever HOST says.
    this.smtpUrl = `smtp://127.0.0.1:${await listen(this.smtp.listener, ports.smtp, '127.0.0.1', 'SMTP_PORT')}`;
  }

  async close(): Promise<void> {
    await Promise.all([this.web?.listening && closeWeb(this.web), this.smtp?.listener.listening && this.smtp.close()]);
  }
}

import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import nodemailer, { type Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../config.js';

/** One mail to one person. Ids come without their angle brackets. */
export interface Envelope {
  from: { name: string };
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
  messageId: string;
  inReplyTo?: string | undefined;
  replyTo?: string | undefined;
  headers: Record<string, string>;
}

/** Why a mail was not taken. `permanent`: this address or this mail will never be; else the server may think again. */
export class MailRefused extends Error {
  constructor(
    message: string,
    readonly permanent: boolean,
  ) {
    super(message);
  }
}

/** The longest one attempt may take; a claim on a mail lasts longer than that. */
export const attemptMs = 60_000;

/** Outgoing SMTP, pooled. Without `SMTP_URL` there is none. */
@Injectable()
export class Smtp implements OnApplicationShutdown {
  private readonly transport: Transporter | null;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.transport = config.smtpUrl ? nodemailer.createTransport(poolOptions(config.smtpUrl)) : null;
  }

  get available(): boolean {
    return this.transport !== null;
  }

  /** Resolves when the server has taken the mail; rejects with MailRefused. */
  async send(envelope: Envelope): Promise<void> {
    if (!this.transport) throw new MailRefused('No SMTP_URL is set.', false);
    const { inReplyTo, replyTo, messageId, from, ...rest } = envelope;
    const thread = inReplyTo ? { inReplyTo: `<${inReplyTo}>`, references: `<${inReplyTo}>` } : {};
    const sent = this.transport.sendMail({
      ...rest,
      ...thread,
      messageId: `<${messageId}>`,
      // Address objects: in a text a comma would make two recipients.
      from: { name: from.name, address: this.config.mailFrom },
      ...(replyTo ? { replyTo: { name: from.name, address: replyTo } } : {}),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    await withinTime(sent, attemptMs).catch((error: unknown) => {
      throw refusalOf(error);
    });
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}

/** The rate keeps a backlog from taking the process's CPU from its requests, and from annoying the mail server. */
function poolOptions(url: string) {
  const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
  return {
    url,
    ...encryption(url),
    pool: true as const,
    maxConnections: 4,
    maxMessages: 100,
    rateLimit: 50,
    rateDelta: 1_000,
    ...patience,
  };
}

const ownMachine = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Mails carry links that open accounts and tickets, and an attacker on the network can take "STARTTLS" out of a server's greeting. So a mail
 * server elsewhere must encrypt, unless its address says otherwise (`?requireTLS=false`).
 */
export function encryption(url: string): { requireTLS?: true } {
  const { protocol, hostname, searchParams } = new URL(url);
  const leftOpen = protocol === 'smtp:' && !searchParams.has('requireTLS');
  return leftOpen && !ownMachine.includes(hostname) ? { requireTLS: true } : {};
}

async function withinTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The mail server took too long.')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** 5xx to a recipient or to the content is final. A refused login or greeting is our own trouble: it may be mended. */
function refusalOf(error: unknown): MailRefused {
  const {
    code,
    responseCode = 0,
    response,
    message,
  } = error as { code?: string; responseCode?: number; response?: string; message?: string };
  const aboutThisMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const permanent = aboutThisMail && (responseCode >= 500 || responseCode === 0);
  return new MailRefused((response ?? message ?? 'Unknown error').slice(0, 500), permanent);
}

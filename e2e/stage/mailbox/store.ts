import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** A mail in the list. `to` are the envelope's recipients: whom it really reached. */
export interface MailSummary {
  /** Sorts by arrival. */
  id: string;
  /** Arrival, RFC 3339. */
  at: string;
  from: { name: string; address: string };
  to: string[];
  subject: string;
  attachments: { name: string; mediaType: string; bytes: number }[];
}

export interface Mail extends MailSummary {
  text: string;
  html: string;
  /** In the order they came, names lower case. */
  headers: { name: string; value: string }[];
}

/** The latest so many are kept, of at most so many bytes together. */
const keep = { mails: 1000, bytes: 256 * 1024 * 1024 };

/** Mails of one data folder: `<id>.eml` as it came and `<id>.json` as read, so that a restart need not parse again. */
export class MailStore {
  /** Newest last. */
  private readonly kept: { summary: MailSummary; bytes: number }[] = [];
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Reads what earlier runs kept. */
  async open(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.json')).sort();
    for (const name of names.slice(-keep.mails)) {
      const mail = await readFile(join(this.folder, name), 'utf8')
        .then(JSON.parse)
        .catch(() => undefined);
      if (mail) this.kept.push({ summary: summaryOf(mail), bytes: mail.bytes ?? 0 });
    }
  }

  /** Keeps a mail; it is on disk when this resolves. */
  async add(source: Buffer, recipients: string[], sender: string): Promise<Mail> {
    const at = new Date().toISOString();
    const id = `${at.replace(/\D/g, '')}-${randomBytes(4).toString('hex')}`;
    const mail = mailOf(id, at, recipients, sender, await parse(source));
    await writeFile(this.file(id, 'eml'), source, { mode: 0o600 });
    await writeFile(this.file(id, 'new'), JSON.stringify({ ...mail, bytes: source.length }), { mode: 0o600 });
    await rename(this.file(id, 'new'), this.file(id, 'json'));
    this.kept.push({ summary: summaryOf(mail), bytes: source.length });
    await this.prune();
    return mail;
  }

  /** Newest first; `to` is part of a recipient's address, `subject` part of the subject, both in any case. */
  list({
    to = '',
    subject = '',
    limit = keep.mails,
  }: {
    to?: string;
    subject?: string;
    limit?: number;
  }): MailSummary[] {
    const fits = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());
    return this.kept
      .map(({ summary }) => summary)
      .filter((mail) => mail.to.some((address) => fits(address, to)) && fits(mail.subject, subject))
      .reverse()
      .slice(0, limit);
  }

  async read(id: string): Promise<Mail | undefined> {
    if (!this.has(id)) return undefined;
    return JSON.parse(await readFile(this.file(id, 'json'), 'utf8'));
  }

  /** The mail as it came. */
  async source(id: string): Promise<Buffer | undefined> {
    return this.has(id) ? readFile(this.file(id, 'eml')) : undefined;
  }

  /** A file of the mail, by its place in `attachments`. */
  async attachment(id: string, place: number): Promise<Attachment | undefined> {
    const source = await this.source(id);
    return source && (await parse(source)).attachments[place];
  }

  async clear(): Promise<void> {
    for (const { summary } of this.kept.splice(0)) await this.remove(summary.id);
  }

  private async prune(): Promise<void> {
    let bytes = this.kept.reduce((sum, mail) => sum + mail.bytes, 0);
    while (this.kept.length > keep.mails || (bytes > keep.bytes && this.kept.length > 1)) {
      const oldest = this.kept.shift();
      if (!oldest) return;
      bytes -= oldest.bytes;
      await this.remove(oldest.summary.id);
    }
  }

  private async remove(id: string): Promise<void> {
    await rm(this.file(id, 'json'), { force: true });
    await rm(this.file(id, 'eml'), { force: true });
  }

  private has(id: string): boolean {
    return this.kept.some(({ summary }) => summary.id === id);
  }

  private file(id: string, kind: string): string {
    return join(this.folder, `${id}.${kind}`);
  }
}

/** A mail that cannot be read is still shown, as its source. */
async function parse(source: Buffer): Promise<Email> {
  try {
    return await PostalMime.parse(source, { maxNestingDepth: 50 });
  } catch (error) {
    const text = `(This mail cannot be read: ${(error as Error).message})\n\n${source.toString('utf8').slice(0, 20_000)}`;
    return { headers: [], headerLines: [], attachments: [], text } as unknown as Email;
  }
}

function mailOf(id: string, at: string, to: string[], sender: string, email: Email): Mail {
  return {
    id,
    at,
    from: { name: email.from?.name ?? '', address: email.from?.address ?? sender },
    to,
    subject: email.subject ?? '',
    attachments: email.attachments.map((file) => ({
      name: file.filename ?? 'unnamed',
      mediaType: file.mimeType,
      bytes: typeof file.content === 'string' ? file.content.length : file.content.byteLength,
    })),
    text: email.text ?? '',
    html: withInlineImages(email),
    headers: email.headers.map(({ key, value }) => ({ name: key, value })),
  };
}

/** `cid:` addresses become data addresses: the frame that shows the mail may load nothing. */
function withInlineImages(email: Email): string {
  let html = email.html ?? '';
  for (const { contentId, content, mimeType } of email.attachments) {
    if (!contentId || typeof content === 'string') continue;
    const data = `data:${mimeType};base64,${Buffer.from(new Uint8Array(content)).toString('base64')}`;
    html = html.replaceAll(`cid:${contentId.replace(/^<|>$/g, '')}`, data);
  }
  return html;
}

function summaryOf({ id, at, from, to, subject, attachments }: Mail): MailSummary {
  return { id, at, from, to, subject, attachments };
}

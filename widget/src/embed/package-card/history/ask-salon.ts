import type { OpenPackageTicket } from '@bookinda/contracts/packages/open-package-ticket.dto';
import type { PackageMatterKind } from '@bookinda/contracts/packages/package-matter';
import type { TicketReceipt } from '@bookinda/contracts/support/ticket';
import { newKey, ProblemError } from '../../../platform/call.js';
import type { DraftShelf } from '../../draft-shelf.js';
import type { UploadRefusal } from '../../ticket-form/upload.js';
import type { OwnHistory } from './own-history.js';

interface Wish {
  at: number;
  text: string;
  /** One per intent: the same over retries and reloads, so that it never becomes two tickets. */
  key: string;
}

type Asked = Pick<TicketReceipt, 'id' | 'number'>;

/** One thing a customer asks about her package: a step that is wrong (PK-21), or the package once more (PK-19). */
export class AskSalon {
  shown = false;
  text = '';
  sending = false;
  /** What she reads while it goes out. */
  status = '';
  error = '';
  /** Set once the salon has it. */
  ticket?: Asked;
  private key = newKey();
  private files: File[] = [];
  private readonly sent = new Map<File, string>();
  private readonly shelf: DraftShelf<Wish>;

  constructor(
    private readonly history: OwnHistory,
    readonly about: PackageMatterKind,
    private readonly step?: string,
  ) {
    this.shelf = history.later.source.shelf(`${about}:${step ?? history.packageId}`);
    const kept = this.shelf.read();
    if (kept) ({ text: this.text, key: this.key } = kept);
  }

  get id(): string {
    return `ask-${this.step ?? this.about}`;
  }

  write(text: string): void {
    this.text = text;
    this.shelf.write({ text, key: this.key });
  }

  attach(files: File[]): void {
    this.files = files;
    this.error = '';
    this.history.draw();
  }

  /** Gives the ticket, or nothing when it did not arrive: the words stay where they are. */
  async send(): Promise<Asked | undefined> {
    if (this.sending) return undefined;
    const { history } = this;
    const { say } = history;
    const missing = this.about === 'dispute' && !this.text.trim();
    this.error = missing ? say('tell') : '';
    this.sending = !missing;
    this.status = missing ? '' : say('sending');
    history.draw();
    if (missing) return undefined;
    try {
      const ticket = await this.post(await this.upload()).catch(async (error: ProblemError) => {
        // The server keeps an upload for an hour.
        if (!this.sent.size || !error.errors?.some(({ path }) => path.startsWith('uploads'))) throw error;
        this.sent.clear();
        return this.post(await this.upload());
      });
      this.ticket = ticket;
      this.shelf.clear();
      void history.told(this, ticket);
    } catch (error) {
      this.explain(error);
    }
    this.sending = false;
    this.status = '';
    history.draw();
    return this.ticket;
  }

  private async upload(): Promise<string[]> {
    const { source, card } = this.history.later;
    const { caller } = source;
    const { rareWords, upload } = await import('../../ticket-form/upload.js');
    for (const file of this.files) {
      if (this.sent.has(file)) continue;
      const progress = (part: number) => {
        this.status = this.history.say('uploading', { name: file.name, n: Math.round(part * 100) });
        this.history.draw();
      };
      const headers = () => caller.headers();
      const address = `${caller.api}/v1/embed/uploads`;
      const receipt = await upload(address, headers, file, progress, new AbortController().signal).catch(
        ({ status, code }: UploadRefusal) => {
          const { noRoom, enough } = rareWords(card.language);
          if (code === 'storage-full') throw new BadFile(noRoom);
          if (code === 'upload-quota') throw new BadFile(enough);
          if (!status || status >= 500 || status === 429) throw new ProblemError(status);
          throw new BadFile(this.history.say('badFile', { name: file.name }));
        },
      );
      this.sent.set(file, receipt.id);
    }
    return this.files.map((file) => this.sent.get(file)!);
  }

  private async post(uploads: string[]): Promise<Asked> {
    const { packageId, later } = this.history;
    const wish: OpenPackageTicket = {
      about: this.about,
      ...(this.step && { step: this.step }),
      ...(this.text.trim() && { description: this.text.trim() }),
      ...(uploads.length && { uploads }),
      language: later.card.language,
    };
    const post = () => later.source.openTicket(packageId, wish, this.key);
    try {
      return await post();
    } catch (error) {
      // Words changed after an answer that got lost: another request.
      if ((error as ProblemError).code !== 'idempotency-mismatch') throw error;
      this.key = newKey();
      return post();
    }
  }

  private explain(error: unknown): void {
    const { say, later } = this.history;
    if (error instanceof BadFile) {
      this.error = error.message;
      return;
    }
    const problem = error instanceof ProblemError ? error : new ProblemError(0);
    const { code, status, retryable, errors, retryAfter } = problem;
    const open = problem.problem['ticket'] as Asked | undefined;
    later.card.fire('error', { code, status, retryable });
    if (open?.number) this.error = say('alreadyOpen', { number: open.number });
    else if (!status || status === 503) this.error = say('network');
    else if (status === 429) this.error = say('busy', { n: Math.ceil(retryAfter ?? 60) });
    else this.error = errors[0]?.message ?? say('failed');
  }
}

/** The server does not take this file; the message is the text that says why. */
class BadFile extends Error {}

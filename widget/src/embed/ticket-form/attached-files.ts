import { newKey } from '../../platform/call.js';
import type { EmbedCaller } from '../embed-caller.js';
import type { TicketForm } from './ticket-form.js';
import type { UploadRefusal } from './upload.js';

/** One file beside the message. */
export interface AttachedFile {
  readonly key: string;
  readonly file: File;
  /** 0…1 */
  progress: number;
  /** The upload's id once the server has it. */
  id?: string;
  error?: string;
  /** The same file may succeed another time. */
  again?: boolean;
  /** Settles when the upload ended, well or badly; never rejects. */
  done?: Promise<void>;
  cancel: AbortController;
}

/** The proof of work that a visitor's uploads are sent with. */
export interface UploadProof {
  /** Undefined for a customer with a token; rejects where none could be fetched. */
  prove(): Promise<string | undefined>;
  /** Milliseconds since 1970 from which the proof counts: the desk takes none younger than 1.5 s. */
  readonly provenFrom: number;
  /** The server no longer takes it: the next `prove` gives another one. */
  forget(proof: Promise<string | undefined>): void;
}

/** The files of one form and their uploads. */
export class AttachedFiles {
  constructor(
    private readonly form: TicketForm,
    private readonly proof: UploadProof,
  ) {}

  /** Adds what fits and starts uploading it. Gives what is wrong with the rest, in words. */
  add(files: File[], caller: EmbedCaller): string | undefined {
    const { words, maxFiles, fileBytes, fileKinds, fileSize } = this.form;
    for (const file of files) {
      if (this.form.attached.length >= maxFiles) return this.form.say('tooMany', { n: maxFiles });
      const item: AttachedFile = { key: newKey(), file, progress: 0, cancel: new AbortController() };
      if (file.size > fileBytes) item.error = this.form.say('tooLarge', { size: fileSize });
      else if (!accepted(file, fileKinds)) item.error = words.badType;
      this.form.attached = [...this.form.attached, item];
      if (!item.error) this.start(item, caller);
    }
    return undefined;
  }

  again(key: string, caller: EmbedCaller): void {
    const item = this.form.attached.find((item) => item.key === key);
    if (item) this.start(item, caller);
  }

  /** Uploads everything once more: what the server had is too old for a message. Settles when all have ended. */
  async sendAgain(caller: EmbedCaller): Promise<void> {
    for (const item of this.form.attached) {
      item.id = undefined;
      this.start(item, caller);
    }
    await Promise.all(this.form.attached.map(({ done }) => done));
  }

  remove(key: string): void {
    this.form.attached.find((item) => item.key === key)?.cancel.abort();
    this.form.attached = this.form.attached.filter((item) => item.key !== key);
  }

  clear(): void {
    for (const { cancel } of this.form.attached) cancel.abort();
    this.form.attached = [];
  }

  private start(item: AttachedFile, caller: EmbedCaller): void {
    const { form } = this;
    if (!form.fire('before-upload', { file: item.file }, true)) {
      this.remove(item.key);
      return;
    }
    const { badFile, badType } = form.words;
    const texts: Record<string, string> = {
      'too-large': form.say('tooLarge', { size: form.fileSize }),
      'unsupported-type': badType,
      'file-too-complex': badType,
    };
    item.error = undefined;
    item.done = this.send(item, caller)
      .catch(async ({ code = '' }) => {
        if (item.cancel.signal.aborted) return;
        const full = code === 'storage-full';
        if (full || code === 'upload-quota') {
          const { rareWords } = await import('./upload.js');
          texts[code] = rareWords(form.language)[full ? 'noRoom' : 'enough'];
        }
        item.error = texts[code] ?? badFile;
        item.again = full || !texts[code];
      })
      .then(() => form.requestUpdate());
    form.requestUpdate();
  }

  private async send(item: AttachedFile, caller: EmbedCaller): Promise<void> {
    const { file, cancel } = item;
    const { upload } = await import('./upload.js');
    const progress = (part: number) => {
      item.progress = part;
      this.form.fire('upload-progress', { file, progress: part });
      this.form.requestUpdate();
    };
    for (let renewed = false; ; renewed = true) {
      const asked = this.proof.prove();
      const proof = await asked;
      const wait = proof ? this.proof.provenFrom - Date.now() : 0;
      if (wait > 0) await new Promise((next) => setTimeout(next, wait));
      const headers = async () => ({ ...(await caller.headers()), ...(proof && { 'x-proof': proof }) });
      try {
        const { id } = await upload(`${caller.api}/v1/embed/uploads`, headers, file, progress, cancel.signal);
        item.progress = 1;
        item.id = id;
        return;
      } catch (refusal) {
        if (renewed || (refusal as UploadRefusal).code !== 'proof-required') throw refusal;
        this.proof.forget(asked);
      }
    }
  }
}

function accepted({ name, type }: File, kinds: string[]): boolean {
  // Not every system knows a type for every ending; the server decides by the bytes.
  const fits = (kind: string) =>
    kind[0] === '.' ? name.toLowerCase().endsWith(kind.toLowerCase()) : type.startsWith(kind.replace('*', ''));
  return !kinds.length || !type || kinds.some(fits);
}

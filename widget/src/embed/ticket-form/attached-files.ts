import { newKey } from '../../platform/call.js';
import type { EmbedCaller } from '../embed-caller.js';
import type { TicketForm } from './ticket-form.js';

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

/** The files of one form and their uploads. */
export class AttachedFiles {
  constructor(private readonly form: TicketForm) {}

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
    };
    item.error = undefined;
    item.done = this.send(item, caller)
      .catch((refusal) => {
        if (item.cancel.signal.aborted) return;
        item.error = texts[refusal?.code] ?? badFile;
        item.again = !texts[refusal?.code];
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
    const receipt = await upload(
      `${caller.api}/v1/embed/uploads`,
      () => caller.headers(),
      file,
      progress,
      cancel.signal,
    );
    item.progress = 1;
    item.id = receipt.id;
  }
}

function accepted({ name, type }: File, kinds: string[]): boolean {
  // Not every system knows a type for every ending; the server decides by the bytes.
  const fits = (kind: string) =>
    kind[0] === '.' ? name.toLowerCase().endsWith(kind.toLowerCase()) : type.startsWith(kind.replace('*', ''));
  return !kinds.length || !type || kinds.some(fits);
}

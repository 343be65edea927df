import { fill } from '../../platform/locale.js';
import { newKey } from '../../platform/call.js';
import type { EmbedCaller } from '../embed-caller.js';
import type { FormWords } from './words.en.js';

/** One file beside the message. */
export interface AttachedFile {
  readonly key: string;
  readonly file: File;
  /** 0…1 */
  progress: number;
  /** The upload's id once the server has it. */
  id?: string;
  error?: string;
  /** Settles when the upload ended, well or badly; never rejects. */
  done?: Promise<void>;
  cancel: AbortController;
}

export interface FileLimits {
  count: number;
  bytes: number;
  /** Media types, wildcards and endings as in an input's `accept`; empty: whatever the server takes. */
  accept: string[];
}

/** The files of one message and their uploads. `changed` is told at every step, `told` the page's events. */
export class AttachedFiles {
  list: AttachedFile[] = [];

  constructor(
    private readonly changed: () => void,
    private readonly told: (name: string, detail: object, cancelable?: boolean) => boolean,
  ) {}

  /** Adds what fits and starts uploading it. Gives what is wrong with the rest, in words. */
  add(files: Iterable<File>, limits: FileLimits, caller: EmbedCaller, words: FormWords): string | undefined {
    for (const file of files) {
      if (this.list.length >= limits.count) return fill(words.tooMany, { n: limits.count });
      const item: AttachedFile = { key: newKey(), file, progress: 0, cancel: new AbortController() };
      if (file.size > limits.bytes) item.error = fill(words.tooLarge, { size: sizeOf(limits.bytes, caller.language) });
      else if (!accepted(file, limits.accept)) item.error = words.badType;
      this.list = [...this.list, item];
      if (!item.error) this.start(item, caller, words);
    }
    this.changed();
    return undefined;
  }

  start(item: AttachedFile, caller: EmbedCaller, words: FormWords): void {
    if (!this.told('before-upload', { file: item.file }, true)) return this.remove(item);
    item.error = undefined;
    item.done = this.send(item, caller).catch((refusal) => {
      if (!item.cancel.signal.aborted) item.error = { 'too-large': words.tooLarge.replace(/\{.*/, '…'), 'unsupported-type': words.badType }[refusal?.code as string] ?? words.badFile;
    });
    void item.done.then(this.changed);
    this.changed();
  }

  remove(item: AttachedFile): void {
    item.cancel.abort();
    this.list = this.list.filter((other) => other !== item);
    this.changed();
  }

  clear(): void {
    for (const item of this.list) item.cancel.abort();
    this.list = [];
  }

  private async send(item: AttachedFile, caller: EmbedCaller) {
    const { upload } = await import('./upload.js');
    const progress = (part: number) => {
      item.progress = part;
      this.told('upload-progress', { file: item.file, progress: part });
      this.changed();
    };
    const receipt = await upload(`${caller.api}/v1/embed/uploads`, () => caller.headers(), item.file, progress, item.cancel.signal);
    item.progress = 1;
    item.id = receipt.id;
  }
}

function accepted({ name, type }: File, accept: string[]): boolean {
  // Not every system knows a type for every ending; the server decides by the bytes.
  return !accept.length || !type || accept.some((rule) => (rule[0] === '.' ? name.toLowerCase().endsWith(rule.toLowerCase()) : rule.endsWith('/*') ? type.startsWith(rule.slice(0, -1)) : type === rule));
}

/** `245760` → `240 kB` */
export function sizeOf(bytes: number, language: string): string {
  const mega = bytes >= 1 << 20;
  return new Intl.NumberFormat(language, { style: 'unit', unit: mega ? 'megabyte' : 'kilobyte', maximumFractionDigits: mega ? 1 : 0 }).format(bytes / (mega ? 1 << 20 : 1 << 10));
}

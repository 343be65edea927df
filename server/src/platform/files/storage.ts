import type { Readable } from 'node:stream';

/** What a storage gets to know of a file beside its bytes. */
export interface KeptFile {
  mediaType: string;
  /** Bytes. */
  size: number;
  sha256: Buffer;
}

/** Where files lie, by their random keys. Two adapters: a folder and S3. */
export abstract class Storage {
  /** Makes sure the place can be written; throws one sentence when not. */
  abstract prepare(): Promise<void>;
  /** Stores a finished local file under `key`. When it resolves, the bytes survive a power cut. */
  abstract keep(key: string, path: string, file: KeptFile): Promise<void>;
  /** Rejects with NoSuchFile when there is none. */
  abstract read(key: string): Promise<Readable>;
  /** Also succeeds when there is none. */
  abstract remove(key: string): Promise<void>;
}

export class NoSuchFile extends Error {}

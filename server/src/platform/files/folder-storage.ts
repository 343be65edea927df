import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { NoSuchFile, Storage } from './storage.js';

/** Files in a folder of this machine, spread over two levels: `ab/cd/abcd…`. */
export class FolderStorage extends Storage {
  constructor(private readonly folder: string) {
    super();
  }

  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
  }

  /** The upload was flushed already; the second name appears at once and whole, then its folder is flushed too. */
  async keep(key: string, path: string): Promise<void> {
    const place = this.placeOf(key);
    await mkdir(dirname(place), { recursive: true });
    // Folders on other file systems and some mounts know no hard links.
    await link(path, place).catch(() => this.copy(path, place));
    await flush(dirname(place));
  }

  async read(key: string): Promise<Readable> {
    const file = await open(this.placeOf(key), 'r').catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new NoSuchFile(key) : error;
    });
    return file.createReadStream();
  }

  async remove(key: string): Promise<void> {
    await rm(this.placeOf(key), { force: true });
  }

  private async copy(path: string, place: string): Promise<void> {
    try {
      await copyFile(path, place, constants.COPYFILE_EXCL);
      await flush(place);
    } catch (error) {
      await rm(place, { force: true });
      throw error;
    }
  }

  private placeOf(key: string): string {
    if (!/^[0-9a-f]{40}$/.test(key)) throw new NoSuchFile(key);
    return join(this.folder, key.slice(0, 2), key.slice(2, 4), key);
  }
}

/** Onto the disk: a file's bytes or a folder's names. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

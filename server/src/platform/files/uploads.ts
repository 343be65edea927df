import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '@bookinda/contracts/limits';
import type { UploadReceipt } from '@bookinda/contracts/support/ticket';
import type { MultipartFile } from '@fastify/multipart';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { CONFIG, type Config } from '../config.js';
import { Database, type Scope } from '../database/database.js';
import { Refusal } from '../http/refusal.js';
import { cleanFileName, nameOfType } from './file-name.js';
import { FileRecogniser } from './file-recogniser.js';
import { flush } from './folder-storage.js';
import { mediaTypeOf } from './media-type.js';
import { Storage } from './storage.js';

/** Above this a request is not even read to its end. */
const hopelessBytes = 8 * limits.files.bytes;

/**
 * Takes in files: written aside, flushed, recognised, stored, and the row last. The copy aside stays until the row is
 * there, so that a crash leaves a trace the clean-up can follow.
 */
@Injectable()
export class Uploads implements OnModuleInit {
  /** Names there are `<tenant>.<key>`. */
  readonly incoming: string;

  constructor(
    private readonly db: Database,
    private readonly storage: Storage,
    private readonly recogniser: FileRecogniser,
    @Inject(CONFIG) config: Config,
  ) {
    this.incoming = join(config.dataDir, 'files', 'incoming');
  }

  async onModuleInit(): Promise<void> {
    await mkdir(this.incoming, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      throw new Error(`The folder ${this.incoming} cannot be written (${error.code}): set DATA_DIR to one that can.`);
    });
    await this.storage.prepare();
  }

  /**
   * The one file of a multipart request, stored for `owner` (see the `file` table) until a message takes it. 413 over the
   * limit, 415 when its bytes are nothing we accept, 400 without a file.
   */
  async receive(request: FastifyRequest, { tenantId }: Scope, owner: string): Promise<UploadReceipt> {
    const part = await filePart(request);
    const key = randomBytes(20).toString('hex');
    const aside = join(this.incoming, `${tenantId}.${key}`);
    try {
      const { size, sha256 } = await writeAside(part, aside);
      const name = cleanFileName(part.filename);
      const mediaType = mediaTypeOf(await this.recogniser.recognise(aside), name);
      if (!mediaType) throw new Refusal('unsupported-type', 'Files of this kind cannot be attached.');
      await this.storage.keep(key, aside, mediaType);
      return await this.enter(tenantId, [
        tenantId,
        uuidv7(),
        nameOfType(name, mediaType),
        mediaType,
        size,
        sha256,
        key,
        owner,
      ]).catch(async (error: unknown) => {
        await this.storage.remove(key).catch(() => undefined);
        throw error;
      });
    } finally {
      await rm(aside, { force: true });
    }
  }

  private async enter(tenantId: string, values: unknown[]): Promise<UploadReceipt> {
    const [receipt] = await this.db.statement<UploadReceipt>({ tenantId }, insertFile, values);
    if (!receipt) throw new Error('The file was not entered.');
    return receipt;
  }
}

const insertFile = {
  name: 'insert-file',
  text: `INSERT INTO file (tenant_id, id, name, media_type, size, sha256, storage_key, owner) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING id, name, media_type AS "mediaType", size::float8 AS size,
      to_char((created_at + interval '24 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "validUntil"`,
};

async function filePart(request: FastifyRequest): Promise<MultipartFile> {
  if (!request.isMultipart()) throw new Refusal('unsupported-type', 'Send the file as multipart/form-data.');
  if (Number(request.headers['content-length'] ?? 0) > hopelessBytes) throw tooLarge();
  const part = await request.file({ throwFileSizeLimit: false });
  if (!part) throw Refusal.field('file', 'missing', 'The request has no file.');
  return part;
}

async function writeAside(part: MultipartFile, path: string): Promise<{ size: number; sha256: Buffer }> {
  const hash = createHash('sha256');
  let size = 0;
  const aside = await open(path, 'wx', 0o600);
  try {
    for await (const piece of part.file as AsyncIterable<Buffer>) {
      hash.update(piece);
      size += piece.length;
      await aside.write(piece);
    }
  } finally {
    await aside.close();
  }
  if (part.file.truncated) throw tooLarge();
  if (size === 0) throw Refusal.field('file', 'empty', 'The file is empty.');
  await flush(path);
  return { size, sha256: hash.digest() };
}

function tooLarge(): Refusal {
  return new Refusal('too-large', `A file may have at most ${limits.files.bytes / 1024 / 1024} MB.`);
}

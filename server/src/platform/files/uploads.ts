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
import { Database } from '../database/database.js';
import { Refusal } from '../http/refusal.js';
import { cleanFileName, nameOfType } from './file-name.js';
import { FileRecogniser } from './file-recogniser.js';
import { FreeSpace } from './free-space.js';
import { mediaTypeOf } from './media-type.js';
import type { Recognised } from './recognise-file.worker.js';
import { Storage } from './storage.js';
import { type Uploader, UploadQuotas } from './upload-quotas.js';
import { UploadsUnderWay } from './uploads-under-way.js';

/** Above this a request is not even read to its end. */
const hopelessBytes = 8 * limits.files.bytes;

/** After so many bytes of a file the room on the volume is looked at again. */
const lookBytes = 1024 * 1024;

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
    private readonly quotas: UploadQuotas,
    private readonly space: FreeSpace,
    private readonly underWay: UploadsUnderWay,
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
   * The one file of a multipart request, stored for `uploader.owner` until a message takes it, for one hour. 413 over the
   * limit, 415 when its bytes are nothing we accept, 422 when they take too long to recognise, 400 without a file, 429
   * `upload-quota` over a day's limit, 507 without room.
   */
  async receive(request: FastifyRequest, uploader: Uploader): Promise<UploadReceipt> {
    const leave = this.underWay.enter(uploader.address);
    try {
      return await this.takeIn(request, uploader);
    } catch (error) {
      throw this.space.explained(error);
    } finally {
      leave();
    }
  }

  private async takeIn(request: FastifyRequest, uploader: Uploader): Promise<UploadReceipt> {
    const expected = Math.min(Number(request.headers['content-length'] ?? 0), limits.files.bytes);
    await this.space.require(expected);
    const part = await filePart(request);
    const key = randomBytes(20).toString('hex');
    const aside = join(this.incoming, `${uploader.tenantId}.${key}`);
    try {
      const written = await this.writeAside(part, aside);
      const name = cleanFileName(part.filename);
      const { cleansPictures } = uploader;
      const recognised = await this.recogniser.recognise({ path: aside, cleansPictures });
      const mediaType = mediaTypeOf(recognised, name);
      if (!mediaType) throw new Refusal('unsupported-type', 'Files of this kind cannot be attached.');
      const file = { ...written, ...rewrittenAs(recognised), name: nameOfType(name, mediaType), mediaType, key };
      await this.storage.keep(key, aside, file);
      return await this.enter(uploader, file).catch(async (error: unknown) => {
        await this.storage.remove(key).catch(() => undefined);
        throw error;
      });
    } finally {
      await rm(aside, { force: true });
    }
  }

  /** The row and what it costs the uploader's quotas: both or nothing. */
  private enter(uploader: Uploader, { name, mediaType, size, sha256, key }: Entered): Promise<UploadReceipt> {
    const { tenantId, owner } = uploader;
    return this.db.write({ tenantId }, async (tx) => {
      await this.quotas.count(tx, uploader, size);
      const values = [tenantId, uuidv7(), name, mediaType, size, sha256, key, owner];
      const receipt = await tx.row<UploadReceipt>(insertFile, values);
      if (!receipt) throw new Error('The file was not entered.');
      return receipt;
    });
  }

  private async writeAside(part: MultipartFile, path: string): Promise<{ size: number; sha256: Buffer }> {
    const hash = createHash('sha256');
    let size = 0;
    let looked = 0;
    const aside = await open(path, 'wx', 0o600);
    try {
      for await (const piece of part.file as AsyncIterable<Buffer>) {
        hash.update(piece);
        size += piece.length;
        if (size - looked >= lookBytes) {
          await this.space.require(piece.length);
          looked = size;
        }
        // Unlike write(), this one goes on until the whole piece is there.
        await aside.writeFile(piece);
      }
      await aside.sync();
    } finally {
      await aside.close();
    }
    if (part.file.truncated) throw tooLarge();
    if (size === 0) throw Refusal.field('file', 'empty', 'The file is empty.');
    return { size, sha256: hash.digest() };
  }
}

interface Entered {
  name: string;
  mediaType: string;
  size: number;
  sha256: Buffer;
  key: string;
}

const insertFile = `INSERT INTO file (tenant_id, id, name, media_type, size, sha256, storage_key, owner) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING id, name, media_type AS "mediaType", size::float8 AS size,
      to_char((created_at + interval '1 hour') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "validUntil"`;

async function filePart(request: FastifyRequest): Promise<MultipartFile> {
  if (!request.isMultipart()) throw new Refusal('unsupported-type', 'Send the file as multipart/form-data.');
  if (Number(request.headers['content-length'] ?? 0) > hopelessBytes) throw tooLarge();
  const part = await request.file({ throwFileSizeLimit: false });
  if (!part) throw Refusal.field('file', 'missing', 'The request has no file.');
  return part;
}

/** A Buffer comes out of another thread as a plain array of bytes. */
function rewrittenAs({ rewritten }: Recognised): { size: number; sha256: Buffer } | undefined {
  return rewritten && { size: rewritten.size, sha256: Buffer.from(rewritten.sha256) };
}

function tooLarge(): Refusal {
  return new Refusal('too-large', `A file may have at most ${limits.files.bytes / 1024 / 1024} MB.`);
}

import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../http/refusal.js';
import { attachmentHeader, nameOfType } from './file-name.js';
import { NoSuchFile, Storage } from './storage.js';

/** A row of `file`, as far as sending needs it. Whether the caller may have it was decided before. */
export interface StoredFile {
  name: string;
  mediaType: string;
  size: number;
  /** Lower-case hexadecimal. */
  sha256: string;
  storageKey: string;
}

/** The columns of StoredFile. */
export const storedFile = `f.name, f.media_type AS "mediaType", f.size::float8 AS size, encode(f.sha256, 'hex') AS sha256, f.storage_key AS "storageKey"`;

/** Hands out stored files so that none of them can act: never shown as a page, never sniffed, sandboxed if it is opened after all. */
@Injectable()
export class SendFile {
  constructor(private readonly storage: Storage) {}

  async send(request: FastifyRequest, reply: FastifyReply, file: StoredFile): Promise<void> {
    const etag = `"${file.sha256}"`;
    reply
      .header('content-type', file.mediaType)
      .header('content-disposition', attachmentHeader(nameOfType(file.name, file.mediaType)))
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'private, no-cache')
      .header('etag', etag);
    if (request.headers['if-none-match'] === etag) return void reply.status(304).send();
    const bytes = await this.storage.read(file.storageKey).catch((error: unknown) => {
      throw error instanceof NoSuchFile ? new Refusal('not-found') : error;
    });
    await reply.header('content-length', file.size).send(bytes);
  }
}

import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../config.js';
import { type KeptFile, NoSuchFile, Storage } from './storage.js';

type Sdk = typeof import('@aws-sdk/client-s3');

/** How often a file is sent before its upload fails. */
const attempts = 3;

/** Files in an S3-compatible bucket. Credentials come from the environment, as the SDK reads them. */
export class S3Storage extends Storage {
  private client: S3Client | undefined;
  private sdk: Sdk | undefined;

  constructor(private readonly settings: NonNullable<Config['s3']>) {
    super();
  }

  /** The SDK is loaded only where it is used: it costs 200 ms of the start. */
  async prepare(): Promise<void> {
    const { endpoint, region } = this.settings;
    this.sdk = await import('@aws-sdk/client-s3');
    this.client = new this.sdk.S3Client({
      region,
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      // The SDK would write lines of its own to the console, beside the log.
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      // Not every S3-compatible store knows the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  /** Sends the file from the disk, piece by piece. The SDK repeats no stream, so the attempts are made here. */
  async keep(key: string, path: string, file: KeptFile): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.put(key, path, file);
      } catch (error) {
        if (attempt === attempts || !isPassing(error)) throw error;
        await wait(100 * 2 ** attempt);
      }
    }
  }

  private async put(key: string, path: string, { mediaType, size, sha256 }: KeptFile): Promise<void> {
    const { sdk, client, bucket } = this.ready();
    const body = createReadStream(path);
    const command = new sdk.PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentLength: size,
      ContentType: mediaType,
    });
    // A stream would go unsigned; its hash is known, so the bucket refuses bytes that changed on the way.
    command.middlewareStack.add(
      (next) => (sent) => {
        (sent.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'] = sha256.toString('hex');
        return next(sent);
      },
      { step: 'build' },
    );
    await client.send(command).finally(() => body.destroy());
  }

  async read(key: string): Promise<Readable> {
    const { sdk, client, bucket } = this.ready();
    const answer = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
      throw (error as Error).name === 'NoSuchKey' ? new NoSuchFile(key) : error;
    });
    return answer.Body as Readable;
  }

  async remove(key: string): Promise<void> {
    const { sdk, client, bucket } = this.ready();
    await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  private ready(): { sdk: Sdk; client: S3Client; bucket: string } {
    if (!this.sdk || !this.client) throw new Error('The bucket is not open yet.');
    return { sdk: this.sdk, client: this.client, bucket: this.settings.bucket };
  }
}

/** The bucket did not answer, or could not for a moment; 507 says that it is full, which another attempt does not change. */
function isPassing(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === undefined || status === 429 || (status >= 500 && status !== 507);
}

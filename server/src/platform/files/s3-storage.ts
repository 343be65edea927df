import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../config.js';
import { NoSuchFile, Storage } from './storage.js';

type Sdk = typeof import('@aws-sdk/client-s3');

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
      // Not every S3-compatible store knows the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async keep(key: string, path: string, mediaType: string): Promise<void> {
    const { sdk, client, bucket } = this.ready();
    await client.send(
      new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: await readFile(path), ContentType: mediaType }),
    );
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

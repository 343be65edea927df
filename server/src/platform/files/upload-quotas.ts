import { limits } from '@bookinda/contracts/limits';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { CONFIG, type Config } from '../config.js';
import type { Tx } from '../database/database.js';
import { Refusal } from '../http/refusal.js';
import { networksOf } from '../limits/network.js';

/** Who sends a file, as far as its limits depend on it. */
export interface Uploader {
  /** Whose file it becomes. */
  tenantId: string;
  /** Who may take it into a message, see the `file` table. */
  owner: string;
  /** Someone who writes to the desk: counted by network. */
  requester: boolean;
  /** Whether pictures lose what a camera wrote into them. */
  cleansPictures: boolean;
  address: string;
  /** A visitor's page. */
  siteKeyId?: string;
  /** The proof of work that a visitor pays with: good for as many bytes as one message may carry. */
  proofSalt?: string;
}

interface Counter {
  day: string;
  counter: string;
  at_most: number;
}

/** The counter that no day ends: all bytes a tenant has stored. */
const stored = { day: '-infinity', counter: 'stored' };

/** Bytes of uploads, counted in PostgreSQL in the transaction that enters the file, so that no two instances exceed a limit together. */
@Injectable()
export class UploadQuotas {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Counts `bytes` in every counter of the uploader, or throws 507 `storage-full`, 403 `proof-required` or 429
   * `upload-quota`: the caller's transaction must then roll back.
   */
  async count(tx: Tx, uploader: Uploader, bytes: number): Promise<void> {
    const counters = this.countersOf(uploader);
    const rows = await tx.rows<{ counter: string }>(countBytes, [uploader.tenantId, bytes, JSON.stringify(counters)]);
    if (rows.length === counters.length) return;
    const counted = new Set(rows.map(({ counter }) => counter));
    const full = counters.filter(({ counter }) => !counted.has(counter)).map(({ counter }) => counter);
    if (full.includes(stored.counter)) throw storageFull();
    if (full.some((counter) => counter.startsWith('proof:'))) throw new Refusal('proof-required');
    throw new Refusal(
      'upload-quota',
      'Too many files arrived today. Your text can be sent without the file; tomorrow files are taken again.',
      { retryAfter: secondsToMidnight(this.clock.now().epochMilliseconds) },
    );
  }

  private countersOf({ requester, address, siteKeyId, proofSalt }: Uploader): Counter[] {
    const { files, rateLimits } = this.config;
    const counters: Counter[] = [{ ...stored, at_most: files.stored }];
    const daily = (counter: string, at_most: number) =>
      counters.push({ day: this.clock.today('UTC'), counter, at_most });
    if (proofSalt) daily(`proof:${proofSalt}`, limits.files.perMessage * limits.files.bytes);
    if (!rateLimits) return counters;
    daily('tenant', files.perTenant);
    if (siteKeyId) daily(`site-key:${siteKeyId}`, files.perSiteKey);
    if (requester)
      for (const { name, factor } of networksOf(address)) daily(`network:${name}`, files.perNetwork * factor);
    return counters;
  }
}

/** 507, with a text for the person who wants to send a file. */
export function storageFull(): Refusal {
  return new Refusal('storage-full', 'The storage for files is full. Your text can be sent without the file.');
}

/** In one order, so that two uploads never wait for each other crosswise. A counter that would exceed its limit gives no row. */
const countBytes = `INSERT INTO upload_bytes (tenant_id, day, counter, bytes)
  SELECT $1, day, counter, $2::bigint FROM json_to_recordset($3) AS x(day date, counter text, at_most bigint)
  WHERE $2::bigint <= at_most ORDER BY counter
  ON CONFLICT (tenant_id, day, counter) DO UPDATE SET bytes = upload_bytes.bytes + excluded.bytes
  WHERE upload_bytes.bytes + excluded.bytes <= (SELECT at_most FROM json_to_recordset($3) AS x(counter text, at_most bigint) WHERE x.counter = upload_bytes.counter)
  RETURNING counter`;

function secondsToMidnight(now: number): number {
  const day = 86_400_000;
  return Math.ceil((day - (now % day)) / 1_000);
}

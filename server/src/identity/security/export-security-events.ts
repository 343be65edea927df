import { Readable } from 'node:stream';
import { exportSecurityEvents } from '@bookinda/contracts/identity/routes';
import { ExportSecurityEventsInput } from '@bookinda/contracts/identity/security-events.dto';
import type { SecurityEvent } from '@bookinda/contracts/identity/session';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Database } from '../../platform/database/database.js';
import { attachmentHeader } from '../../platform/files/file-name.js';
import { Answers } from '../../platform/http/answers.js';
import { row } from '../../platform/http/csv.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { owners, type Staff, staff } from '../callers.js';
import { securityEventsOfTenant } from './security-event-row.js';

/** Rows read at once: memory stays small however long the record is. */
const atOnce = 500;
/** The same words in every language: the file is for tools. */
const columns = ['at', 'lastAt', 'kind', 'count', 'person', 'by', 'network', 'agent', 'about', 'id'] as const;

@Controller()
export class ExportSecurityEvents {
  constructor(private readonly db: Database) {}

  /** The record that passes the filters as CSV, newest first, times in UTC; sent while it is read. */
  @Answers(exportSecurityEvents, {
    to: staff(owners),
    stepUp: true,
    media: 'text/csv',
    securityEvent: 'exported',
    limit: { calls: 20, seconds: 60 },
  })
  async handle(
    @By() caller: Staff,
    @Input() filter: ExportSecurityEventsInput,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // Read before the first byte is sent: a refusal is still an answer.
    const first = await this.page(caller, filter, null);
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', attachmentHeader('security-record.csv'))
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(Readable.from(this.lines(caller, filter, first)));
  }

  private async *lines(
    caller: Staff,
    filter: ExportSecurityEventsInput,
    first: SecurityEvent[],
  ): AsyncGenerator<string> {
    // Without the mark spreadsheets read accents wrongly.
    yield `\uFEFF${row(columns)}`;
    for (let page = first; page.length > 0; ) {
      yield page.map((event) => row(columns.map((column) => cellOf(event, column)))).join('');
      if (page.length < atOnce) return;
      page = await this.page(caller, filter, page.at(-1)?.id ?? null);
    }
  }

  private page(caller: Staff, { kind, person }: ExportSecurityEventsInput, before: string | null) {
    const values = [caller.tenantId, kind ?? null, person ?? null, before, atOnce];
    const statement = { name: 'export-security-events', text: securityEventsOfTenant };
    return this.db.statement<SecurityEvent>(caller, statement, values);
  }
}

function cellOf(event: SecurityEvent, column: (typeof columns)[number]): string | number | null {
  return column === 'person' ? (event.person?.name ?? '') : event[column];
}

import { Readable } from 'node:stream';
import { ExportPackages as ExportPackagesInput } from '@bookinda/contracts/packages/list-packages.dto';
import type { PackageCard } from '@bookinda/contracts/packages/package';
import { exportPackages } from '@bookinda/contracts/packages/routes';
import { type Language, type Money, minorDigits } from '@bookinda/contracts/values';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { managers, type Staff, staff } from '../../../identity/callers.js';
import { TenantDay } from '../../../identity/tenant-day.js';
import { Database, type Statement } from '../../../platform/database/database.js';
import { attachmentHeader } from '../../../platform/files/file-name.js';
import { Answers } from '../../../platform/http/answers.js';
import { row } from '../../../platform/http/csv.js';
import { Input } from '../../../platform/http/input.js';
import { By } from '../../../platform/http/request.js';
import { card, customerOfPackage, servicesOfPackage } from '../card.js';
import { type Filtering, filtering, orderOf } from '../filtering.js';
import { wordsOfExport } from './column-words.js';

/** Rows read at once: memory stays small however many packages there are. */
const atOnce = 500;

/** PK-06: all packages that pass the filters as CSV, sent while they are read. */
@Controller()
export class ExportPackages {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(exportPackages, {
    to: staff(managers),
    stepUp: true,
    media: 'text/csv',
    securityEvent: 'exported',
    limit: { calls: 20, seconds: 60 },
  })
  async handle(@By() caller: Staff, @Input() input: ExportPackagesInput, @Res() reply: FastifyReply): Promise<void> {
    const today = await this.day.today(caller);
    const language = input.language ?? (caller.tenant.language === 'hu' ? 'hu' : 'en');
    const filter = filtering(input);
    const pages = filter ? this.pages(caller, filter, today) : none();
    // Read before the first byte is sent: a refusal is still an answer.
    const first = await pages.next();
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', attachmentHeader(`${wordsOfExport[language].file}-${today}.csv`))
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(Readable.from(lines(language, first.value ?? [], pages)));
  }

  private async *pages(caller: Staff, filter: Filtering, today: string): AsyncGenerator<PackageCard[], undefined> {
    for (let place: unknown[] = []; ; ) {
      const statement = statementFor(filter, place.length > 0);
      const values = [caller.tenantId, today, ...filter.values, ...place];
      const found = await this.db.statement<{ card: PackageCard; day: string }>(caller, statement, values);
      yield found.map((one) => one.card);
      const last = found.at(-1);
      if (!last || found.length < atOnce) return;
      place = [last.day, last.card.id];
    }
  }
}

async function* none(): AsyncGenerator<PackageCard[], undefined> {}

async function* lines(
  language: Language,
  first: PackageCard[],
  rest: AsyncIterable<PackageCard[]>,
): AsyncGenerator<string> {
  // Without the mark spreadsheets read accents wrongly.
  yield `\uFEFF${row(wordsOfExport[language].columns)}`;
  yield textOf(first, language);
  for await (const cards of rest) yield textOf(cards, language);
}

function textOf(cards: PackageCard[], language: Language): string {
  return cards.map((one) => row(cellsOf(one, language))).join('');
}

function cellsOf(one: PackageCard, language: Language): (string | number | null)[] {
  const { status, payment } = wordsOfExport[language];
  const due = one.status === 'cancelled' ? 0 : Math.max(0, one.price.amount - one.paid.amount);
  return [
    one.name,
    one.customer.name,
    status[one.status],
    payment[one.payment],
    plain(one.price),
    plain(one.paid),
    plain({ ...one.price, amount: due }),
    one.price.currency,
    one.purchasedOn,
    one.expiresOn,
    one.services.reduce((sum, { remaining }) => sum + remaining, 0),
    one.services.map(({ name, remaining, total }) => `${name} ${remaining}/${total}`).join('; '),
  ];
}

/** A number as every spreadsheet reads it. */
function plain({ amount, currency }: Money): string {
  const whole = currency === 'HUF' && amount % 100 === 0;
  return (amount / 10 ** minorDigits(currency)).toFixed(whole ? 0 : minorDigits(currency));
}

function statementFor(filter: Filtering, continued: boolean): Statement {
  const { sql, column, after } = orderOf(filter);
  const [day, id] = [3, 4].map((n) => `$${n + filter.values.length}`);
  const place = continued ? ` AND ${after(String(day), String(id))}` : '';
  return {
    name: `export-packages:${filter.name}${continued ? ':after' : ''}`,
    variant: true,
    text: `SELECT ${card('$2', servicesOfPackage())} AS card, ${column}::text AS day FROM ${filter.page.from} ${customerOfPackage}
      WHERE ${filter.page.where}${place} ORDER BY ${sql} LIMIT ${atOnce}`,
  };
}

import { Readable } from 'node:stream';
import type { PackageFigures, ReportTable } from '@bookinda/contracts/packages/package-report';
import { ExportPackageReport as ExportPackageReportInput } from '@bookinda/contracts/packages/package-report.dto';
import { exportPackageReport } from '@bookinda/contracts/packages/routes';
import { type Language, minorDigits } from '@bookinda/contracts/values';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { attachmentHeader } from '../../platform/files/file-name.js';
import { Answers } from '../../platform/http/answers.js';
import { row } from '../../platform/http/csv.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { figuresOfSpan, type SpanFigures } from './figures-of-span.js';
import { byMonth, byTemplate, isQuiet, type OfTemplate, overall } from './fold.js';
import { wordsOfReport } from './report-words.js';

/** A line of a table: what it is about, and its figures. */
type Line = [about: string[], figures: PackageFigures];

/** PK-18: one table of the report as CSV, sent while it is put together. */
@Controller()
export class ExportPackageReport {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(exportPackageReport, {
    to: staff(managers),
    stepUp: true,
    media: 'text/csv',
    securityEvent: 'exported',
    limit: { calls: 20, seconds: 60 },
  })
  async handle(
    @By() caller: Staff,
    @Input() input: ExportPackageReportInput,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const today = await this.day.today(caller);
    const language = input.language ?? (caller.tenant.language === 'hu' ? 'hu' : 'en');
    const figures = await figuresOfSpan(this.db, caller, input, today);
    const { months } = figures.span;
    const name = `${wordsOfReport[language].file[input.table]}-${months.at(0)}-${months.at(-1)}.csv`;
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', attachmentHeader(name))
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(Readable.from(text(input.table, figures, language, caller.tenant.currency)));
  }
}

function* text(table: ReportTable, figures: SpanFigures, language: Language, currency: string): Generator<string> {
  const words = wordsOfReport[language];
  const about = { months: [words.month], templates: [words.template], cells: [words.month, words.template] }[table];
  // Without the mark spreadsheets read accents wrongly.
  yield `\uFEFF${row([...about, ...words.columns, words.currency])}`;
  for (const [names, line] of lines[table](figures, language))
    yield row([...names, ...cellsOf(line, currency), currency]);
}

const lines: Record<ReportTable, (figures: SpanFigures, language: Language) => Iterable<Line>> = {
  months: ({ span: { months }, rows }) =>
    byMonth(rows, months.length).map((figures, n): Line => [[months[n] ?? ''], figures]),
  templates: ({ rows }, language) =>
    byTemplate(rows, language)
      .map((own): Line => [[nameOf(own, language)], overall(own.rows)])
      .filter(([, figures]) => !isQuiet(figures)),
  cells: function* ({ span: { months }, rows }, language) {
    const templates = byTemplate(rows, language).map((own) => ({
      name: nameOf(own, language),
      figures: byMonth(own.rows, months.length),
    }));
    for (const [n, month] of months.entries())
      for (const { name, figures } of templates) {
        const one = figures[n];
        if (one && !isQuiet(one)) yield [[month, name], one];
      }
  },
};

function nameOf({ template }: OfTemplate, language: Language): string {
  return template?.name ?? wordsOfReport[language].custom;
}

/** In the order of the words' columns. */
function cellsOf(
  { value, sessions, packagesSold, received, refunds, due }: PackageFigures,
  currency: string,
): (string | number)[] {
  // As numbers: a text that begins with a minus would be taken for a formula and marked.
  const money = (amount: number) => amount / 10 ** minorDigits(currency);
  const { opening, sold, redeemed, refunded, expired, closing } = value;
  return [
    ...[opening, sold, redeemed, refunded, expired, closing].map(money),
    ...[sessions.opening, sessions.sold, sessions.redeemed, sessions.refunded, sessions.expired, sessions.closing],
    packagesSold,
    ...[received, refunds, due].map(money),
  ];
}

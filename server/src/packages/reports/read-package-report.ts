import type { PackageReport } from '@bookinda/contracts/packages/package-report';
import { ReadPackageReport as ReadPackageReportInput } from '@bookinda/contracts/packages/package-report.dto';
import { readPackageReport } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { figuresOfSpan } from './figures-of-span.js';
import { byMonth, byTemplate, isQuiet, overall, standing } from './fold.js';

/** PK-18: what was sold, received, redeemed and is still owed, by month and by template. */
@Controller()
export class ReadPackageReport {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(readPackageReport, { to: staff(managers), limit: { calls: 60, seconds: 60 } })
  async handle(@By() caller: Staff, @Input() input: ReadPackageReportInput): Promise<PackageReport> {
    const today = await this.day.today(caller);
    const { span, rows } = await figuresOfSpan(this.db, caller, input, today);
    const { months } = span;
    return {
      from: months.at(0) ?? '',
      to: months.at(-1) ?? '',
      today,
      currency: caller.tenant.currency,
      months: byMonth(rows, months.length).map((figures, n) => ({ month: months[n] ?? '', ...figures })),
      templates: byTemplate(rows, caller.language)
        .map(({ template, rows: own }) => ({ template, ...overall(own) }))
        .filter((figures) => !isQuiet(figures)),
      total: overall(rows),
      now: standing(rows),
    };
  }
}

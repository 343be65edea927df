import { smallestShown } from '@bookinda/contracts/packages/package-price';
import type { ReadPackageReport } from '@bookinda/contracts/packages/package-report.dto';
import type { LocalDate } from '@bookinda/contracts/values';
import type { Staff } from '../../identity/callers.js';
import type { Database } from '../../platform/database/database.js';
import { Refusal } from '../../platform/http/refusal.js';
import { type FigureRow, rollForward } from './roll-forward.js';
import { type Span, spanOf } from './span.js';

/** Rows of the packages asked for, over the months asked for. */
export interface SpanFigures {
  span: Span;
  rows: FigureRow[];
}

/** Reads the figures of the salon's packages in one statement, so that they agree with each other whatever is redeemed meanwhile. */
export async function figuresOfSpan(
  db: Database,
  caller: Staff,
  input: ReadPackageReport,
  today: LocalDate,
): Promise<SpanFigures> {
  const { template, only } = input;
  if (template && only) throw Refusal.field('only', 'exclusive', 'Either a template or those without one.');
  const { timeZone, currency } = caller.tenant;
  const span = spanOf(input, today, timeZone);
  const rows = await db.read(caller, async (tx) => {
    // Services of 100,000 packages stay in memory while the ledger meets them.
    await tx.rows("SELECT set_config('work_mem', '32MB', true)");
    const values = [caller.tenantId, span.days, span.starts, today, timeZone, smallestShown(currency)];
    return tx.rows<FigureRow>(rollForward, values);
  });
  const wanted = only ? null : template;
  return { span, rows: wanted === undefined ? rows : rows.filter((row) => row.template === wanted) };
}

import type { RefundProposal } from '@bookinda/contracts/packages/package';
import { fairRefund, moneyOf, type UsedLine, usedValue } from '@bookinda/contracts/packages/package-price';
import { proposeRefund } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, managers, staff } from '../../identity/callers.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { found } from '../../platform/http/refusal.js';
import { By, Id } from '../../platform/http/request.js';

const read = {
  name: 'propose-refund',
  text: `SELECT p.price::float8 AS price, p.paid::float8 AS paid, p.currency,
      (SELECT json_agg(json_build_object('total', s.total - s.moved, 'used', s.used - s.moved, 'unitPrice', s.unit_price)) FROM package_service s
        WHERE s.tenant_id = $1 AND s.package_id = p.id) AS lines
    FROM sold_package p WHERE p.tenant_id = $1 AND p.id = $2`,
};

/** PK-14: what would be fair to give back: paid − the used sessions at the price paid per session. */
@Controller()
export class ProposeRefund {
  constructor(private readonly db: Database) {}

  @Answers(proposeRefund, { to: staff(managers) })
  async handle(@By() caller: DeskCaller, @Id('id') id: string): Promise<RefundProposal> {
    const [row] = await this.db.statement<{ price: number; paid: number; currency: string; lines: UsedLine[] }>(
      caller,
      read,
      [caller.tenantId, id],
    );
    const { price, paid, currency, lines } = found(row);
    return {
      paid: moneyOf(paid, currency),
      usedValue: moneyOf(usedValue(price, lines, currency), currency),
      fair: moneyOf(fairRefund(price, paid, lines, currency), currency),
    };
  }
}

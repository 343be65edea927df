import { randomInt } from 'node:crypto';
import { type CustomerCode, codeAlphabet } from '@bookinda/contracts/customers/customer-code';
import { showOwnCode } from '@bookinda/contracts/customers/routes';
import { Controller } from '@nestjs/common';
import { type Customer, customers } from '../identity/callers.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Answers } from '../platform/http/answers.js';
import { By } from '../platform/http/request.js';
import { drawnCode } from './drawn-code.js';

/** Long enough to wait for one's turn, too short to be of use to whoever photographed it. */
const minutes = 15;
/** With less left than this it is made anew, so that nobody is shown one that ends on the way to the scanner. */
const leastMinutes = 2;

const show = {
  name: 'show-own-code',
  text: `INSERT INTO customer_code AS k (tenant_id, customer_id, code, valid_until) VALUES ($1, $2, $3, $4::timestamptz + interval '${minutes} minutes')
    ON CONFLICT (tenant_id, customer_id) DO UPDATE SET
      code = CASE WHEN k.valid_until > $4::timestamptz + interval '${leastMinutes} minutes' THEN k.code ELSE excluded.code END,
      valid_until = CASE WHEN k.valid_until > $4::timestamptz + interval '${leastMinutes} minutes' THEN k.valid_until ELSE excluded.valid_until END
    RETURNING code, to_char(valid_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "validUntil"`,
};

/**
 * PK-07: the code a customer shows at the desk, drawn. 46 random bits, her salon's alone, good for a quarter of an hour, and
 * only the salon's staff can ask whose it is: it opens her packages on their screen and nothing else.
 */
@Controller()
export class ShowOwnCode {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Answers(showOwnCode, { to: customers, limit: { calls: 60, seconds: 60 } })
  async handle(@By() caller: Customer): Promise<CustomerCode> {
    const values = [caller.tenantId, caller.customerId, newCode(), this.clock.instant()];
    const [row] = await this.db.statement<Omit<CustomerCode, 'drawing'>>(caller, show, values);
    if (!row) throw new Error('An upsert gives a row.');
    return { ...row, drawing: drawnCode(row.code) };
  }
}

/** A digit first: no name begins with one. */
function newCode(): string {
  const one = (from: string) => from[randomInt(from.length)] ?? '';
  return one('23456789') + Array.from({ length: 9 }, () => one(codeAlphabet)).join('');
}

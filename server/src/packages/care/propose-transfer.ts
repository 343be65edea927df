import type { TransferProposal } from '@bookinda/contracts/packages/package';
import { moneyOf } from '@bookinda/contracts/packages/package-price';
import { proposeTransfer } from '@bookinda/contracts/packages/routes';
import { ProposeTransfer as ProposeTransferInput } from '@bookinda/contracts/packages/transfer-sessions.dto';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By, Id } from '../../platform/http/request.js';
import { packageIn } from '../sold/sold-package.js';
import { shareOf } from './share.js';

/** PK-19: what a transfer would take along, or why there can be none. */
@Controller()
export class ProposeTransfer {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(proposeTransfer, { to: staff(managers) })
  async handle(
    @By() caller: Staff,
    @Id('id') id: string,
    @Input() input: ProposeTransferInput,
  ): Promise<TransferProposal> {
    const today = await this.day.today(caller);
    return this.db.read(caller, async (tx) => {
      const sold = await packageIn(tx, caller.tenantId, id, today);
      sold.transfer();
      const { price, paid } = await shareOf(tx, caller.tenantId, id, input);
      const { currency, expiresOn } = sold.facts;
      const money = (amount: number) => moneyOf(amount, currency);
      return { price: money(price), paid: money(paid), due: money(price - paid), expiresOn };
    });
  }
}

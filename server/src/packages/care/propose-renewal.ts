import type { RenewalProposal } from '@bookinda/contracts/packages/package';
import { moneyOf } from '@bookinda/contracts/packages/package-price';
import { proposeRenewal } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type DeskCaller, sellers, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { By, Id } from '../../platform/http/request.js';
import { renewalOf } from './renewal.js';

/** PK-19: what would be sold, for how much and until when. */
@Controller()
export class ProposeRenewal {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(proposeRenewal, { to: staff(sellers, 'packages:read') })
  async handle(@By() caller: DeskCaller, @Id('id') id: string): Promise<RenewalProposal> {
    const today = await this.day.today(caller);
    // Not read-only: the template is held for a moment.
    const { sells, expiresOn, before } = await this.db.write(caller, (tx) => renewalOf(tx, caller.tenantId, id, today));
    const { name, services, price, original, currency, templateId } = sells;
    return {
      template: templateId,
      name,
      services: services.map((service) => ({ name: service.name, quantity: service.quantity })),
      price: moneyOf(price, currency),
      originalPrice: original > price ? moneyOf(original, currency) : null,
      expiresOn,
      before,
    };
  }
}

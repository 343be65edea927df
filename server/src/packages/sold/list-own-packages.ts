import { ListOwnPackages as ListOwnPackagesInput } from '@bookinda/contracts/packages/list-packages.dto';
import { listOwnPackages } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { type Customer, customers } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database } from '../../platform/database/database.js';
import { Answers, listLimit } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { Refusal } from '../../platform/http/refusal.js';
import { By } from '../../platform/http/request.js';
import { card, customerOfPackage, servicesOfPackage } from './card.js';

const most = 100;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const list = {
  name: 'list-own-packages',
  text: `
    WITH page AS MATERIALIZED (
      SELECT p.*, row_number() OVER (ORDER BY p.purchased_on DESC, p.id DESC) AS n FROM sold_package p
      WHERE p.tenant_id = $1 AND p.customer_id = $2 AND ($3::uuid[] IS NULL OR p.id = ANY ($3))
      ORDER BY p.purchased_on DESC, p.id DESC LIMIT ${most})
    SELECT json_build_object('items', coalesce(json_agg(${card('$4', servicesOfPackage())} ORDER BY p.n), '[]'))::text AS cards
    FROM page p ${customerOfPackage}`,
};

/** PK-02…PK-05, PK-20: the customer's own cards, newest first. Ids that are not hers are left out. */
@Controller()
export class ListOwnPackages {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(listOwnPackages, { to: customers, jsonText: true, limit: listLimit })
  async handle(@By() caller: Customer, @Input() { ids }: ListOwnPackagesInput): Promise<string> {
    const wanted = ids === undefined ? null : idsOf(ids);
    const today = await this.day.today(caller);
    const [row] = await this.db.statement<{ cards: string }>(caller, list, [
      caller.tenantId,
      caller.customerId,
      wanted,
      today,
    ]);
    return row?.cards ?? '{"items":[]}';
  }
}

/** What is no id cannot be anybody's package: left out as well. */
function idsOf(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim());
  if (ids.length > most) throw Refusal.field('ids', 'too-many', `At most ${most} ids.`);
  return ids.filter((id) => uuid.test(id));
}

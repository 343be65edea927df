import { PreviewExtension as PreviewExtensionInput } from '@bookinda/contracts/packages/extend-packages.dto';
import { previewExtension } from '@bookinda/contracts/packages/routes';
import { Controller } from '@nestjs/common';
import { managers, type Staff, staff } from '../../identity/callers.js';
import { TenantDay } from '../../identity/tenant-day.js';
import { Database, type Statement } from '../../platform/database/database.js';
import { Answers } from '../../platform/http/answers.js';
import { Input } from '../../platform/http/input.js';
import { By } from '../../platform/http/request.js';
import { filtering } from '../sold/filtering.js';
import { chosenPackages } from './chosen-packages.js';
import { refuseUnmeasured } from './extending.js';

const nothing = '{"packages":0,"examples":[],"leftOut":[]}';
const who = `'package', json_build_object('id', p.id, 'name', p.name), 'customer', json_build_object('id', c.id, 'name', c.name)`;

/** PK-19: how many would be extended, some of them, and which are left out for what reason. */
@Controller()
export class PreviewExtension {
  constructor(
    private readonly db: Database,
    private readonly day: TenantDay,
  ) {}

  @Answers(previewExtension, { to: staff(managers), jsonText: true })
  async handle(@By() caller: Staff, @Input() input: PreviewExtensionInput): Promise<string> {
    const today = await this.day.today(caller);
    refuseUnmeasured(input, today);
    const filter = filtering(input);
    if (!filter) return nothing;
    const { chosen, values } = chosenPackages(filter, input);
    const statement: Statement = {
      name: `preview-extension:${filter.name}`,
      variant: true,
      text: `WITH chosen AS MATERIALIZED (${chosen}
        ), ranked AS MATERIALIZED (
          SELECT chosen.*, row_number() OVER (PARTITION BY why ORDER BY expires_on, id) AS n FROM chosen
        ), left_out AS (
          SELECT p.why, count(*) AS packages, json_agg(json_build_object(${who}) ORDER BY p.n) FILTER (WHERE p.n <= 3) AS examples
          FROM ranked p LEFT JOIN customer c ON p.n <= 3 AND c.tenant_id = $1 AND c.id = p.customer_id WHERE p.why IS NOT NULL GROUP BY p.why)
        SELECT json_build_object('packages', (SELECT count(*) FROM chosen WHERE why IS NULL),
          'examples', (SELECT coalesce(json_agg(json_build_object(${who}, 'from', p.expires_on, 'to', p.target) ORDER BY p.n), '[]')
            FROM ranked p JOIN customer c ON c.tenant_id = $1 AND c.id = p.customer_id WHERE p.why IS NULL AND p.n <= 5),
          'leftOut', (SELECT coalesce(json_agg(json_build_object('why', why, 'packages', packages, 'examples', examples) ORDER BY packages DESC, why), '[]')
            FROM left_out))::text AS preview`,
    };
    const [row] = await this.db.statement<{ preview: string }>(caller, statement, [caller.tenantId, today, ...values]);
    return row?.preview ?? nothing;
  }
}

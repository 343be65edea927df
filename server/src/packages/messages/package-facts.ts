import type { PackageMessage } from '@bookinda/contracts/packages/package-settings';
import type { Language, LocalDate, Money } from '@bookinda/contracts/values';
import type { EventRow, Recipient } from '../../notifications/message.js';
import type { Config } from '../../platform/config.js';
import type { Database } from '../../platform/database/database.js';
import { headOf } from '../ledger/chain.js';
import { keptCodeToken } from '../ledger/kept-code.js';
import { settingsOf } from '../reminders/settings.js';

/** What the messages of a package know. */
export interface PackageFacts {
  event: EventRow;
  salon: Recipient & { name: string };
  id: string;
  name: string;
  customer: string;
  /** Nobody where the customer has no address. */
  to: Recipient[];
  /** In their place: she as somebody without an address. */
  nobody: Recipient;
  services: { name: string; remaining: number; total: number }[];
  price: Money;
  due: Money;
  expiresOn: LocalDate | null;
  /** The salon's, by which English dates are written. */
  timeZone: string;
  cancelled: boolean;
  usedUp: boolean;
  /** Nothing moved sessions after this event, and nobody was told before that none is left. */
  firstWord: boolean;
  muted: PackageMessage[];
  /** PK-22: the check code, and the page that checks it. */
  head: string;
  checkUrl: string;
}

interface FactsRow extends Omit<PackageFacts, 'event' | 'to' | 'nobody' | 'price' | 'due' | 'salon' | 'checkUrl'> {
  event: string;
  email: string | null;
  language: string;
  currency: string;
  price_amount: number;
  paid: number;
  salon_name: string;
  salon_email: string;
  salon_language: string;
}

const factsOfPackage = {
  name: 'facts-of-package',
  text: `
    WITH settings AS MATERIALIZED (${settingsOf})
    SELECT e.id AS event, p.id, p.name, c.name AS customer, c.email, c.language, p.currency, p.price::float8 AS price_amount, p.paid::float8 AS paid,
      p.expires_on::text AS "expiresOn", p.cancelled_at IS NOT NULL AS cancelled, p.used_up AS "usedUp", settings.muted,
      w.name AS salon_name, w.email AS salon_email, w.language AS salon_language, w.time_zone AS "timeZone", encode(${headOf('p')}, 'hex') AS head,
      (SELECT json_agg(json_build_object('name', s.name, 'remaining', s.total - s.used, 'total', s.total) ORDER BY s.position)
        FROM package_service s WHERE s.tenant_id = $1 AND s.package_id = p.id) AS services,
      NOT EXISTS (SELECT FROM event later WHERE later.tenant_id = $1 AND later.package_id = p.id AND later.id > e.id
        AND later.kind IN ('redemption', 'redemption-reversed', 'sessions-corrected'))
      AND NOT EXISTS (SELECT FROM event told JOIN mail m ON m.tenant_id = $1 AND m.event_id = told.id
        WHERE told.tenant_id = $1 AND told.package_id = p.id AND m.message = 'package-fully-used') AS "firstWord"
    FROM settings, event e JOIN sold_package p ON p.tenant_id = e.tenant_id AND p.id = e.package_id
      JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id JOIN tenant w ON w.id = p.tenant_id
    WHERE e.tenant_id = $1 AND e.id = ANY ($2::uuid[])`,
};

/** Most moves of sessions leave some: nobody is told of those, and nothing is read. */
const maybeTold = ({ kind, data }: EventRow): boolean =>
  !['redemption', 'sessions-corrected'].includes(kind) || data['remaining'] === 0;

export async function packageFacts(
  db: Database,
  config: Config,
  events: EventRow[],
): Promise<Map<string, PackageFacts>> {
  const asked = events.filter(maybeTold);
  const tenantId = asked[0]?.tenantId;
  if (tenantId === undefined) return new Map();
  const rows = await db.statement<FactsRow>({ tenantId }, factsOfPackage, [tenantId, asked.map(({ id }) => id)]);
  const byId = new Map(asked.map((event) => [event.id, event]));
  return new Map(rows.map((row) => [row.event, factsOf(row, byId.get(row.event)!, config)]));
}

function factsOf(row: FactsRow, event: EventRow, { publicUrl, keys }: Config): PackageFacts {
  const { email, language, currency, price_amount, paid, salon_name, salon_email, salon_language, ...said } = row;
  const nobody = { address: '', name: row.customer, language: languageOf(language), url: publicUrl };
  const to = email ? [{ ...nobody, address: email }] : [];
  const kept = keptCodeToken(keys, { tenantId: event.tenantId, packageId: row.id, head: row.head });
  return {
    ...said,
    checkUrl: `${publicUrl}/v1/package-check/${kept}`,
    event,
    to,
    nobody,
    salon: {
      name: salon_name,
      address: salon_email,
      language: languageOf(salon_language),
      url: `${publicUrl}/manager/`,
    },
    price: { amount: price_amount, currency },
    due: { amount: Math.max(0, price_amount - paid), currency },
  };
}

function languageOf(tag: string): Language {
  return tag.toLowerCase().startsWith('hu') ? 'hu' : 'en';
}

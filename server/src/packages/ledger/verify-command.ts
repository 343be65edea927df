import { onLoneConnection, type Rows } from '../../platform/database/lone-connection.js';
import { verified } from './chain.js';

/** What an operator is told, and the exit code: 0 whole, 1 broken or a code that belongs nowhere, 2 asked wrongly. */
export interface Told {
  lines: string[];
  code: 0 | 1 | 2;
}

const usage = 'verify <salon’s short name> [package id] [check code of a mail]';
const atOnce = 1_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Judged {
  id: string;
  length: number;
  brokenAt: number | null;
  customer: string;
  knownAt: number | null;
}

const some = `SELECT p.id FROM sold_package p WHERE p.tenant_id = $1 AND ($2::uuid IS NULL OR p.id > $2) AND ($3::uuid IS NULL OR p.id = $3) ORDER BY p.id LIMIT $4`;
const judge = `SELECT v.id, v.length, v.broken_at AS "brokenAt", c.name AS customer, array_position(v.heads, $3::text) - 1 AS "knownAt"
  FROM (${verified('p.tenant_id = $1 AND p.id = ANY ($2::uuid[])', 'x.tenant_id = $1 AND x.package_id = ANY ($2::uuid[])')}) v
  JOIN sold_package p ON p.tenant_id = v.tenant_id AND p.id = v.id JOIN customer c ON c.tenant_id = p.tenant_id AND c.id = p.customer_id ORDER BY v.id`;

/** PK-22: computes the histories of a salon, or of one package, anew; reads only, as the app's role behind the wall. `databaseUrl`: the app's login. */
export async function verifyOnCommand(databaseUrl: string, words: string[]): Promise<Told> {
  const [slug, packageId, head] = words;
  if (!slug || words.length > 3) return { lines: [usage], code: 2 };
  if (packageId && !uuid.test(packageId)) return { lines: [`${packageId} is no package id.`, usage], code: 2 };
  if (head && !/^[0-9a-f]{64}$/.test(head)) return { lines: ['A check code is 64 of 0–9 and a–f.', usage], code: 2 };
  return onLoneConnection(databaseUrl, async (rows, enter) => {
    const [tenant] = await rows<{ id: string; name: string }>('SELECT id, name FROM tenant_by_slug($1)', [slug]);
    if (!tenant) return { lines: [`There is no salon ${slug}.`], code: 2 };
    await enter(tenant.id);
    const judged = await histories(rows, tenant.id, packageId, head);
    if (packageId && judged.count === 0) return { lines: [`${tenant.name} has no package ${packageId}.`], code: 2 };
    return head ? ofCode(judged.last, judged.broken) : ofAll(tenant.name, judged.count, judged.broken);
  });
}

async function histories(rows: Rows, tenantId: string, only: string | undefined, head: string | undefined) {
  const broken: Judged[] = [];
  let [count, last, after] = [0, undefined as Judged | undefined, null as string | null];
  for (let more = true; more; ) {
    const ids = (await rows<{ id: string }>(some, [tenantId, after, only ?? null, atOnce])).map(({ id }) => id);
    const found = await rows<Judged>(judge, [tenantId, ids, head ?? null]);
    broken.push(...found.filter(({ brokenAt }) => brokenAt !== null));
    last = found.at(-1) ?? last;
    count += ids.length;
    after = ids.at(-1) ?? after;
    more = ids.length === atOnce;
  }
  return { count, last, broken };
}

function ofAll(salon: string, count: number, broken: Judged[]): Told {
  const packages = count === 1 ? '1 package' : `${count} packages`;
  if (broken.length === 0) return { lines: [`${salon}: ${packages}, every history is whole.`], code: 0 };
  return { lines: [...broken.map(said), `${salon}: ${packages}, ${broken.length} broken.`], code: 1 };
}

function ofCode(judged: Judged | undefined, broken: Judged[]): Told {
  const place =
    judged?.knownAt === null || judged?.knownAt === undefined
      ? 'The code is of no step of this package: the history was cut or edited since the mail, or the code is another package’s.'
      : `The code is that of step ${judged.knownAt} of ${judged.length}.`;
  const known = judged?.knownAt !== null && judged?.knownAt !== undefined;
  return { lines: [...broken.map(said), place], code: known && broken.length === 0 ? 0 : 1 };
}

const said = ({ id, customer, brokenAt, length }: Judged) =>
  `Package ${id} of ${customer}: cut or edited at step ${brokenAt} of ${length}.`;

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { salonSupport } from '@bookinda/contracts/support/ticket-lifecycle';
import type { Rig } from '../load/rig.ts';

// The built one: the sources import each other by the names they are built to.
const { auditQueries } = (await import(
  '../../server/dist/packages/audit.js' as string
)) as typeof import('../../server/src/packages/audit.ts');

/** A question about stored data whose answer is always no row. */
interface AuditQuery {
  name: string;
  sql: string;
}

/** References that no foreign key covers: `child.<column>` names a row of `parent` by id alone; its tenant must be the same. */
const unbound: [child: string, column: string, parent: string][] = [
  ['event', 'ticket_id', 'ticket'],
  ['event', 'customer_id', 'customer'],
  ['mail', 'event_id', 'event'],
  ['file', 'ticket_id', 'ticket'],
  ['file', 'message_id', 'message'],
  ['ticket', 'follow_up_of', 'ticket'],
];

interface Reference {
  child: string;
  columns: string[];
  parent: string;
  keys: string[];
}

/** Every foreign key inside a tenant, whatever tables there are by now: whether a row's tenant is its parent's, asked without it. */
const bound = `SELECT k.conrelid::regclass::text AS child, k.confrelid::regclass::text AS parent,
    (SELECT json_agg(a.attname ORDER BY n) FROM unnest(k.conkey) WITH ORDINALITY AS c(number, n) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = c.number
      WHERE a.attname <> 'tenant_id') AS columns,
    (SELECT json_agg(a.attname ORDER BY n) FROM unnest(k.confkey) WITH ORDINALITY AS c(number, n) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = c.number
      WHERE a.attname <> 'tenant_id') AS keys
  FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND array_length(k.conkey, 1) > 1
    -- Only ids name a row without its tenant.
    AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND a.atttypid <> 'uuid'::regtype)`;

async function wallsOf(rig: Pick<Rig, 'query'>): Promise<AuditQuery[]> {
  const references = await rig.query<Reference>(bound);
  if (references.length < 20) throw new Error(`The audit finds ${references.length} references between tables.`);
  const known = unbound.map(([child, column, parent]) => ({ child, columns: [column], parent, keys: ['id'] }));
  return [...references, ...known].map(({ child, columns, parent, keys }) => ({
    name: `${child}.${columns.join('+')} belongs to another tenant, or to nobody`,
    sql: `SELECT to_jsonb(c) AS row FROM ${child} c LEFT JOIN ${parent} p ON ${columns.map((column, n) => `p.${keys[n]} = c.${column}`).join(' AND ')}
      WHERE ${columns.map((column) => `c.${column} IS NOT NULL`).join(' AND ')} AND p.tenant_id IS DISTINCT FROM c.tenant_id`,
  }));
}

/** Kinds that some act leads from and to. */
const moves = Object.entries(salonSupport.moves).flatMap(([from, acts]) =>
  Object.values(acts).map((to) => `('${from}', '${to}')`),
);

const support: AuditQuery[] = [
  {
    name: 'ticket numbers doubled, with a hole, or not what the desk counted',
    sql: `SELECT d.tenant_id, d.last_number, count(t.number), min(t.number), max(t.number) FROM desk d LEFT JOIN ticket t ON t.tenant_id = d.tenant_id
      GROUP BY d.tenant_id, d.last_number
      HAVING count(DISTINCT t.number) <> count(t.number) OR coalesce(max(t.number), 0) <> count(t.number) OR d.last_number <> count(t.number)`,
  },
  {
    name: 'status history that is no path: what was left was not where the ticket stood',
    // In a path every status is entered as often as left, but for the first and the last.
    sql: `WITH opened AS (SELECT tenant_id, ticket_id, data ->> 'status' AS status FROM event WHERE kind = 'ticket-opened'),
      moved AS (SELECT e.tenant_id, e.ticket_id, e.data #>> '{change,from}' AS "from", e.data #>> '{change,to}' AS "to" FROM event e
        JOIN opened o ON o.tenant_id = e.tenant_id AND o.ticket_id = e.ticket_id WHERE e.data #>> '{change,field}' = 'status'),
      steps AS (SELECT tenant_id, ticket_id, status, 1 AS n FROM opened
        UNION ALL SELECT tenant_id, ticket_id, "to", 1 FROM moved UNION ALL SELECT tenant_id, ticket_id, "from", -1 FROM moved
        UNION ALL SELECT t.tenant_id, t.id, t.status, -1 FROM ticket t JOIN opened o ON o.tenant_id = t.tenant_id AND o.ticket_id = t.id)
      SELECT tenant_id, ticket_id, status, sum(n) FROM steps GROUP BY tenant_id, ticket_id, status HAVING sum(n) <> 0`,
  },
  {
    name: 'status history with a move that the lifecycle does not know',
    sql: `SELECT e.tenant_id, e.id, f.kind, t.kind FROM event e
      JOIN ticket_status f ON f.tenant_id = e.tenant_id AND f.code = e.data #>> '{change,from}'
      JOIN ticket_status t ON t.tenant_id = e.tenant_id AND t.code = e.data #>> '{change,to}'
      WHERE e.data #>> '{change,field}' = 'status' AND (f.kind, t.kind) NOT IN (VALUES ${moves.join(', ')})`,
  },
  {
    name: 'message_count differs from the public messages',
    sql: `SELECT t.tenant_id, t.id, t.message_count, count(m.id) FROM ticket t
      LEFT JOIN message m ON m.tenant_id = t.tenant_id AND m.ticket_id = t.id AND NOT m.internal
      GROUP BY t.tenant_id, t.id, t.message_count HAVING t.message_count <> count(m.id)`,
  },
  {
    name: 'file of a message that is on another ticket',
    sql: `SELECT f.tenant_id, f.id FROM file f JOIN message m ON m.tenant_id = f.tenant_id AND m.id = f.message_id WHERE m.ticket_id <> f.ticket_id`,
  },
];

const platform: AuditQuery[] = [
  {
    name: 'kept answer that names a ticket which is not there',
    sql: `SELECT i.tenant_id, i.key FROM idempotency i LEFT JOIN ticket t ON t.tenant_id = i.tenant_id AND t.id = (i.answer ->> 'id')::uuid
      WHERE i.status = 201 AND i.answer ? 'number' AND t.id IS NULL`,
  },
  {
    name: 'kept answer that names a ledger entry which is not there',
    sql: `SELECT i.tenant_id, i.key FROM idempotency i LEFT JOIN ledger_entry l ON l.tenant_id = i.tenant_id AND l.id = (i.answer ->> 'entry')::uuid
      WHERE i.status = 200 AND i.answer ? 'entry' AND l.id IS NULL`,
  },
  {
    name: 'two keys kept for one effect',
    sql: `SELECT tenant_id, coalesce(answer ->> 'entry', answer ->> 'id') FROM idempotency WHERE answer ? 'entry' OR (status = 201 AND answer ? 'number')
      GROUP BY 1, 2 HAVING count(*) > 1`,
  },
  {
    name: 'event told to one address twice',
    sql: `SELECT tenant_id, event_id, lower(recipient) FROM mail WHERE event_id IS NOT NULL GROUP BY 1, 2, 3 HAVING count(*) > 1`,
  },
  {
    name: 'event that the worker left undecided',
    sql: `SELECT tenant_id, id, kind FROM event WHERE decided_at IS NULL AND at < now() - interval '30 seconds'`,
  },
  {
    name: 'mail sent without an attempt, or waiting with none due',
    sql: `SELECT tenant_id, id FROM mail WHERE (state = 'sent') <> (sent_at IS NOT NULL) OR (state = 'sent' AND attempts = 0)`,
  },
];

const rules: AuditQuery[] = [...auditQueries, ...support, ...platform];

/** What must never be found after a load, a fault, a race or a journey: one line per statement that gave rows. Asked as superuser. */
export async function auditFindings(rig: Pick<Rig, 'query'>): Promise<string[]> {
  const findings: string[] = [];
  for (const { name, sql } of [...rules, ...(await wallsOf(rig))]) {
    const rows = await rig.query(sql);
    if (rows.length > 0) findings.push(`${name}: ${rows.length} × ${JSON.stringify(rows[0])}`);
  }
  return findings;
}

/** Attachments without their file, and files older than an hour without their row, in the folder of a server. */
export async function fileFindings(rig: Pick<Rig, 'query'>, folder: string): Promise<string[]> {
  const rows = await rig.query<{ key: string }>('SELECT storage_key AS key FROM file');
  const keys = new Set(rows.map(({ key }) => key));
  const found = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).filter(
    (entry) => entry.isFile() && /^[0-9a-f]{40}$/.test(entry.name),
  );
  const names = new Set(found.map(({ name }) => name));
  const findings = [...keys].filter((key) => !names.has(key)).map((key) => `attachment without its file: ${key}`);
  for (const { name, parentPath } of found) {
    if (keys.has(name)) continue;
    const { mtimeMs } = await stat(join(parentPath, name));
    if (Date.now() - mtimeMs > 3_600_000) findings.push(`file without a row for more than an hour: ${name}`);
  }
  return findings;
}

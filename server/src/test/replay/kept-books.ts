import { randomUUID } from 'node:crypto';
import { chained, type Entries, headOf } from '../../packages/ledger/chain.js';
import { entries } from '../../packages/ledger/enter-step.js';
import type { TestDatabase } from '../database.js';
import type { StoredEntry, StoredSale } from './replayer.js';
import type { RuledPackage, RuledStep } from './salon-rules.js';

// Many histories at once, two ways. `keepByStatement`: the slices' own statements of enter-step.ts, run inside the database, one
// call for a thousand packages. `keepBySet`: the n-th step of a thousand packages as one statement per table, each in a
// transaction of its own; of the slices' SQL only the chain is used. In both the database's own proof holds every commit.

/** A package of the rules with the ids it has in the database. */
export interface Lived {
  id: string;
  services: string[];
  soldUntil: string | null;
  ruled: RuledPackage;
}

export const purchasedOn = '2026-01-01';

/** Gives a package of the rules its ids; `ruled` is still as it was sold. */
export function sold(ruled: RuledPackage): Lived {
  return { id: randomUUID(), services: ruled.totals.map(() => randomUUID()), soldUntil: ruled.expiresOn, ruled };
}

/** The slices' statement as a line of PL/pgSQL. */
const line = (sql: string) =>
  `${sql.replaceAll('$1', 'v_tenant').replaceAll('$2', 'v_package').replaceAll('$3', 'v_row')} INTO v_id, v_head;`;

/** Teaches the database to enter many steps in one call, each by the statement of its book. */
export function openBooks(db: TestDatabase): Promise<unknown> {
  return db.query(`
    CREATE FUNCTION enter_all(v_tenant uuid, v_steps json) RETURNS void LANGUAGE plpgsql AS $enter$
    #variable_conflict use_column
    DECLARE v_package uuid; v_book text; v_undoes int; v_row json; v_id uuid; v_head text;
    BEGIN
      FOR v_package, v_book, v_undoes, v_row IN SELECT s.package, s.book, s.undoes, s.row
          FROM json_to_recordset(v_steps) AS s(package uuid, book text, undoes int, "row" json) LOOP
        IF v_undoes IS NOT NULL THEN
          SELECT jsonb_set(v_row::jsonb, '{reverses}', to_jsonb(e.id)) INTO v_row FROM (
            SELECT l.id FROM ledger_entry l WHERE l.tenant_id = v_tenant AND l.package_id = v_package AND l.seq = v_undoes
            UNION ALL SELECT y.id FROM package_payment y WHERE y.tenant_id = v_tenant AND y.package_id = v_package AND y.seq = v_undoes) e;
        END IF;
        CASE v_book
          WHEN 'sessions' THEN ${line(entries.sessions)}
          WHEN 'money' THEN ${line(entries.money)}
          ELSE ${line(entries.change)}
        END CASE;
      END LOOP;
    END $enter$`);
}

/** Sells the packages and enters their steps by the statements of the slices. */
export async function keepByStatement(
  db: TestDatabase,
  tenant: string,
  customer: string,
  lives: Lived[],
): Promise<void> {
  await sell(db, tenant, customer, lives);
  const steps = lives.flatMap((life) => life.ruled.steps.map((step) => rowOf(step, life)));
  await db.query('SELECT enter_all($1, $2)', [tenant, JSON.stringify(steps)]);
}

/** Foreign keys and search words are not what is asked here: from now on only the other triggers run, the ledger's proof first of all. */
export async function proveOnly(db: TestDatabase): Promise<void> {
  const proofs = await db.query<{ table: string; name: string }>(
    `SELECT c.relname AS table, t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE NOT t.tgisinternal AND t.tgname <> 'package_words'
       AND c.relname IN ('sold_package', 'package_service', 'ledger_entry', 'package_payment', 'package_change')`,
  );
  for (const table of new Set(proofs.map((proof) => proof.table)))
    await db.query(
      [
        `DISABLE TRIGGER ALL`,
        ...proofs.filter((one) => one.table === table).map(({ name }) => `ENABLE TRIGGER ${name}`),
      ]
        .map((what) => `ALTER TABLE ${table} ${what}`)
        .join('; '),
    );
}

/** Sells the packages and enters the first step of all of them, then the second, and so on. */
export async function keepBySet(db: TestDatabase, tenant: string, customer: string, lives: Lived[]): Promise<void> {
  await sell(db, tenant, customer, lives);
  for (let n = 0; n < Math.max(...lives.map(({ ruled }) => ruled.steps.length)); n++) {
    const steps = lives.flatMap((life) => life.ruled.steps.slice(n, n + 1).map((step) => rowOf(step, life)));
    for (const [book, rows] of Map.groupBy(steps, (step) => step.book))
      await db.query(bySet[book] ?? '', [tenant, JSON.stringify(rows)]);
  }
}

async function sell(db: TestDatabase, tenant: string, customer: string, lives: Lived[]): Promise<void> {
  const sales = lives.map(({ id, services, soldUntil, ruled: { price, totals } }) => ({
    id,
    price,
    soldUntil,
    remaining: totals.reduce((sum, total) => sum + total),
    services: totals.map((total, position) => ({ id: services[position], total, position })),
  }));
  await db.query(
    `WITH sale AS (
       SELECT * FROM json_to_recordset($3::json) AS s(id uuid, price bigint, "soldUntil" date, remaining int, services json)
     ), package AS (
       INSERT INTO sold_package (tenant_id, id, customer_id, name, currency, price, remaining, purchased_on, expires_on, search)
       SELECT $1, id, $2, 'Bérlet "' || price || '"', 'HUF', price, remaining, '${purchasedOn}', "soldUntil", '' FROM sale
     ), service AS (
       INSERT INTO package_service (tenant_id, id, package_id, name, position, total, unit_price)
       SELECT $1, s.id, sale.id, 'Service ' || s.position, s.position, s.total, CASE WHEN s.position = 0 THEN 100 END FROM sale,
         json_to_recordset(sale.services) AS s(id uuid, position int, total int)
     ) SELECT`,
    [tenant, customer, JSON.stringify(sales)],
  );
}

/** One step of each package in `$2`, all in `table`. */
function entering(table: Entries, given: string, derived: Record<string, string>, set: string, also = ''): string {
  const columns = given.split(', ').map((column) => column.split(' ')[0]!);
  const all = ['reverses', ...columns, ...Object.keys(derived)].filter(
    (column) => table !== 'package_change' || column !== 'reverses',
  );
  return `
    WITH e AS MATERIALIZED (
      SELECT p.tenant_id, p.id AS package_id, uuidv7() AS id, clock_timestamp() AS at, p.chain_length + 1 AS seq, ${headOf('p')} AS previous,
        ${columns.map((column) => `r.${column}`).join(', ')}, ${Object.entries(derived)
          .map(([name, sql]) => `${sql} AS ${name}, `)
          .join('')}
        ${table === 'package_change' ? 'NULL::uuid' : `(SELECT u.id FROM ${table} u WHERE u.tenant_id = $1 AND u.package_id = p.id AND u.seq = x.undoes)`} AS reverses
      FROM json_to_recordset($2::json) AS x(package uuid, undoes int, "row" json)
      JOIN sold_package p ON p.tenant_id = $1 AND p.id = x.package, LATERAL json_to_record(x.row) AS r(${given})
    ), entry AS (
      INSERT INTO ${table} (tenant_id, package_id, id, at, seq, ${all.join(', ')}, hash)
      SELECT tenant_id, package_id, id, at, seq, ${all.join(', ')}, ${chained(table, 'e', 'e.previous')} FROM e RETURNING *
    )${also}
    UPDATE sold_package p SET ${set}, chain_length = entry.seq, chain_head = entry.hash FROM entry
    WHERE p.tenant_id = $1 AND p.id = entry.package_id`;
}

const actor = 'actor_kind text, actor_id uuid, actor_name text';
const bySet: Record<string, string> = {
  sessions: entering(
    'ledger_entry',
    `kind text, service_id uuid, sessions int, reason text, price_share bigint, paid_share bigint, paid_after bigint, other_package uuid, appointment text, staff_id uuid, staff_name text, ${actor}`,
    {
      used_after: '(SELECT s.used FROM package_service s WHERE s.tenant_id = $1 AND s.id = r.service_id) + r.sessions',
    },
    'remaining = p.remaining - entry.sessions',
    `, balanced AS (
      UPDATE package_service s SET used = entry.used_after, last_step = entry.seq FROM entry WHERE s.tenant_id = $1 AND s.id = entry.service_id
    )`,
  ),
  money: entering(
    'package_payment',
    `kind text, amount bigint, method text, paid_on date, reason text, ${actor}`,
    { paid_after: 'p.paid + r.amount' },
    'paid = p.paid + entry.amount',
  ),
  change: entering(
    'package_change',
    `kind text, value_before text, value_after text, reason text, note text, freeze_from date, freeze_until date, other_package uuid, ${actor}`,
    {},
    `expires_on = CASE entry.kind WHEN 'expiry-changed' THEN entry.value_after::date ELSE p.expires_on END,
      cancelled_at = CASE entry.kind WHEN 'cancelled' THEN entry.at ELSE p.cancelled_at END,
      cancel_reason = CASE entry.kind WHEN 'cancelled' THEN entry.reason ELSE p.cancel_reason END`,
  ),
};

interface EnteredRow {
  package: string;
  book: string;
  undoes: number | null;
  row: object;
}

function rowOf(step: RuledStep, { id, services }: Lived): EnteredRow {
  const undoes = 'undoes' in step ? step.undoes : null;
  const own = { kind: step.kind, actor_kind: 'system', actor_id: null, actor_name: 'a history' };
  const reason = 'reason' in step ? step.reason : null;
  if ('amount' in step) {
    const row = { ...own, amount: step.amount, method: 'cash', paid_on: purchasedOn };
    return { package: id, book: 'money', undoes, row };
  }
  if ('sessions' in step) {
    const row = { ...own, reason, service_id: services[step.service], sessions: step.sessions };
    return { package: id, book: 'sessions', undoes, row };
  }
  return {
    package: id,
    book: 'change',
    undoes,
    row: { ...own, reason, value_before: step.from, value_after: step.to },
  };
}

const columnsOf: Record<string, string[]> = Object.fromEntries(
  Object.entries({
    ledger_entry:
      'service_id sessions used_after reverses reason price_share paid_share paid_after other_package appointment staff_id staff_name',
    package_payment: 'amount method paid_on paid_after reverses reason',
    package_change: 'value_before value_after reason note freeze_from freeze_until other_package',
  }).map(([table, own]) => [table, [...own.split(' '), 'actor_kind', 'actor_id', 'actor_name']]),
);
const instant = `to_char(x.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Every sale of the tenant with its entries in order, `size` packages at a time. What the sale said of the expiry nobody stores: it is given. */
export async function* storedHistories(
  db: TestDatabase,
  tenant: string,
  lives: Map<string, Lived>,
  size = 5_000,
): AsyncGenerator<{ sale: StoredSale; entries: StoredEntry[] }> {
  const ids = [...lives.keys()];
  for (let from = 0; from < ids.length; from += size) {
    const some = ids.slice(from, from + size);
    const sales = await db.query<StoredSale>(
      `SELECT p.id, p.name, p.currency, p.price::text, p.original_price::text AS original, p.purchased_on::text AS "purchasedOn",
         (SELECT json_agg(json_build_object('id', s.id, 'name', s.name, 'total', s.total, 'unitPrice', s.unit_price::text) ORDER BY s.position)
           FROM package_service s WHERE s.tenant_id = $1 AND s.package_id = p.id) AS services
       FROM sold_package p WHERE p.tenant_id = $1 AND p.id = ANY ($2)`,
      [tenant, some],
    );
    const rows = await db.query<{
      package_id: string;
      seq: number;
      kind: string;
      id: string;
      hash: string;
      own: object;
    }>(
      ['ledger_entry', 'package_payment', 'package_change']
        .map(
          (table) =>
            `SELECT x.package_id, x.seq, x.kind, x.id, encode(x.hash, 'hex') AS hash, json_build_object('at', ${instant}, ${columnsOf[table]!.map((column) => `'${column}', x.${column}`).join(', ')}) AS own
             FROM ${table} x WHERE x.tenant_id = $1 AND x.package_id = ANY ($2)`,
        )
        .join(' UNION ALL '),
      [tenant, some],
    );
    const of = Map.groupBy(rows, ({ package_id }) => package_id);
    for (const sale of sales) {
      const entries = (of.get(sale.id) ?? []).sort((left, right) => left.seq - right.seq);
      yield {
        sale: { ...sale, expiresOn: lives.get(sale.id)?.soldUntil ?? null },
        entries: entries.map(({ own, ...entry }) => ({ ...entry, own: asTexts(own) })),
      };
    }
  }
}

/** As PostgreSQL prints them: whole numbers and dates look the same in JSON. */
function asTexts(own: object): Record<string, string | null> {
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, value === null ? null : String(value)]));
}

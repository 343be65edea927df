/**
 * SQL: when the day `$2` begins in tenant `$1`'s zone, and the smallest id an entry of that day can have: ids are UUIDv7, so the
 * primary key answers "since this morning" without an index by time. Entries brought in with an older time have a newer id.
 */
export const beginOfDay = `
  SELECT b.begins, (lpad(to_hex(floor(extract(epoch FROM b.begins) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid AS first_id
  FROM (SELECT $2::date::timestamp AT TIME ZONE t.time_zone AS begins FROM tenant t WHERE t.id = $1) b`;

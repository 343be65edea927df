/** SQL: a view of `e`, a row of auth.security_event, and of `p`, its person. */
export const securityEventColumns = `e.id, e.kind, e.hits AS count, e.actor_name AS by, e.network, e.agent, e.about,
  to_char(e.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
  to_char(e.last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastAt",
  CASE WHEN p.id IS NULL THEN NULL ELSE json_build_object('id', p.id, 'name', p.name) END AS person`;

/**
 * SQL: the record as a tenant sees it, newest first: its own events and those of its members' accounts since they joined.
 * $1 tenant, $2 kind, $3 person, $4 before which id, $5 how many. Each branch reads its index backwards and stops at $5.
 */
export const securityEventsOfTenant = `SELECT ${securityEventColumns} FROM (
    (SELECT s.* FROM auth.security_event s
      WHERE s.tenant_id = $1 AND ($2::text IS NULL OR s.kind = $2) AND ($3::uuid IS NULL OR s.person_id = $3) AND ($4::uuid IS NULL OR s.id < $4)
      ORDER BY s.id DESC LIMIT $5)
    UNION ALL
    (SELECT s.* FROM auth.membership m CROSS JOIN LATERAL (
        SELECT a.* FROM auth.security_event a
        WHERE a.person_id = m.person_id AND a.tenant_id IS NULL AND a.created_at >= coalesce(m.joined_at, m.created_at)
          AND ($2::text IS NULL OR a.kind = $2) AND ($4::uuid IS NULL OR a.id < $4)
        ORDER BY a.id DESC LIMIT $5) s
      WHERE m.tenant_id = $1 AND m.state = 'active' AND ($3::uuid IS NULL OR m.person_id = $3)
      ORDER BY s.id DESC LIMIT $5)
  ) e LEFT JOIN colleague p ON p.id = e.person_id ORDER BY e.id DESC LIMIT $5`;

/** SQL: a row of the mail log. */
export const mailRow = `m.id, m.recipient AS to, m.subject, m.message, m.state, m.attempts, m.error,
  to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
  to_char(m.sent_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "sentAt"`;

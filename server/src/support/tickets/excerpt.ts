/** SQL: the first 160 characters of a text on one line, as lists show it. */
export function excerptOf(text: string): string {
  return `left(btrim(regexp_replace(${text}, '\\s+', ' ', 'g')), 160)`;
}

/** SQL: the number as people say it, TKT-0123 (BS-03). */
export function sayNumber(number: string, desk: string): string {
  return `(${desk}.number_prefix || lpad(${number}::text, greatest(${desk}.number_width, length(${number}::text)), '0'))`;
}

/** SQL: an instant as RFC 3339 in UTC with milliseconds. */
export function sayInstant(instant: string): string {
  return `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

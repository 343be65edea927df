/** A spreadsheet would take it for a formula, whatever stands before it and however wide it is. */
const formula = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** The same after what another spreadsheet takes for the end of a cell: one in Hungarian parts at `;`, whatever is quoted. */
const innerFormula = /(?<=[;,\t\r\n]\s*)[=+\-@＝＋－＠]/gu;

/** One cell: quoted, and never a formula: an apostrophe before it makes it text. */
export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return `"${value}"`;
  const [blank = ''] = /^[\s\p{Cc}]*/u.exec(value) ?? [];
  const safe = (formula.test(value) ? "'" : '') + blank + value.slice(blank.length).replace(innerFormula, "'$&");
  return `"${safe.replaceAll('"', '""')}"`;
}

/** One row, RFC 4180. */
export function row(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

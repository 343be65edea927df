/** A spreadsheet would take it for a formula, whatever stands before it and however wide it is. */
const formula = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** From what another spreadsheet takes for the end of a cell to the next: one in Hungarian parts at `;`, whatever is quoted. */
const innerCell = /[;,\t\r\n][^;,\t\r\n]*/g;

/** One cell: quoted, and never a formula: an apostrophe before it makes it text. */
export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return `"${value}"`;
  const [blank = ''] = /^[\s\p{Cc}]*/u.exec(value) ?? [];
  const inner = value
    .slice(blank.length)
    .replace(innerCell, (part) => (formula.test(part.slice(1)) ? `${part[0]}'${part.slice(1)}` : part));
  const safe = (formula.test(value) ? "'" : '') + blank + inner;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** One row, RFC 4180. */
export function row(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

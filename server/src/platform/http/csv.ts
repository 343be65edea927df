/** What readers take for the end of a cell, quoted or not: a spreadsheet in Hungarian parts at `;`. */
const cellEnd = /([;,\t\r\n\v\f\u0085\u2028\u2029])/u;

/**
 * A spreadsheet would take it for a formula: quotes that a reader drops and characters that nobody sees may stand before
 * the sign, and the sign may be of another width.
 */
const formula = /^[\s"\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]/u;

/** One cell: quoted, and never a formula, wherever a reader parts it: an apostrophe before it makes it text. */
export function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return `"${value}"`;
  const safe = value
    .split(cellEnd)
    .map((part) => (formula.test(part) ? `'${part}` : part))
    .join('');
  // A blank that a reader drops at the beginning would leave what follows it to be the first.
  return `"${(/^[\t\r\n]/.test(safe) ? `'${safe}` : safe).replaceAll('"', '""')}"`;
}

/** One row, RFC 4180. */
export function row(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

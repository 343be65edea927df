/**
 * A tsquery, as text to be cast, that finds every word of `q` as the beginning of a word; null when `q` has none. Bind
 * it as `unaccent($n)::tsquery`: text search with the `folded` configuration keeps its words without accents.
 *
 * Only letters and digits get between the quotes: unaccent turns some other characters (ʼ, ′) into quotes.
 */
export function prefixQuery(q: string): string | null {
  const words =
    q
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{Nd}][\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{Nd}@._+-]*/gu) ?? [];
  return words.length > 0 ? words.slice(0, 12).map(beginning).join(' & ') : null;
}

/** An address is one word to the text search, `dr.kovacs` is one or two, `1e0a12` the number `1e0` and a word: either is found. */
function beginning(word: string): string {
  const parts = word
    .replace(/^(\d+e\d+)(?=\p{L})/u, '$1.')
    .split(/[@._+-]+/)
    .filter((part) => part !== '');
  const each = parts.map((part) => `'${part}':*`).join(' & ');
  return parts.length === 1 && parts[0] === word ? each : `('${word}':* | (${each}))`;
}

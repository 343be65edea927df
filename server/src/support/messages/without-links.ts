/**
 * A stranger's words in which no mail program finds a link: `https[:]//evil[.]example/login`. Mail programs make links of bare names and
 * addresses too. Words without a dot between letters or digits and without `://` stay as they are; dates and prices do not look like names.
 */
export function withoutLinks(text: string): string {
  return text
    .split(/(\s+)/)
    .map((word) => (looksLikeLink(word) ? word.replaceAll('://', '[:]//').replace(dotWithin, '[.]') : word))
    .join('');
}

/** A dot with something to read after it; the one that ends a sentence stays. */
const dotWithin = /[.\u3002\uff0e\uff61](?=[\p{L}\p{N}-])/gu;

function looksLikeLink(word: string): boolean {
  return word.includes('://') || /^mailto:/i.test(word) || name.test(word) || address.test(word);
}

const name = /[.\u3002\uff0e\uff61]\p{L}/u;
const address = /\d{1,3}(?:\.\d{1,3}){3}/;

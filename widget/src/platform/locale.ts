/**
 * The language an element speaks, as a tag that Intl takes: its own `lang`, the closest `[lang]` around it (through shadow
 * roots), the browser's, English.
 */
export function languageOf(element: Element): string {
  for (let at: Element | undefined = element; at; at = (at.getRootNode() as ShadowRoot).host) {
    const tag = at.closest('[lang]')?.getAttribute('lang');
    if (tag) return known(tag);
  }
  return known(navigator.language);
}

function known(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** `fill('{n} of {max}', { n: 1, max: 2 })` → `1 of 2` */
export function fill(text: string, facts: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}

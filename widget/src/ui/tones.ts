import type { Colour } from '@bookinda/contracts/values';

/**
 * Text in each colour on light and on dark ground. The tint behind it is 12 % of the same colour on the ground; the pair keeps
 * ≥ 4.5:1 (a test measures it), so a badge stays readable whatever its meaning.
 */
export const tones: Record<Colour, readonly [light: string, dark: string]> = {
  blue: ['#1d4ed8', '#93b4ff'],
  yellow: ['#7a5500', '#f2d264'],
  purple: ['#6d28d9', '#c6a8ff'],
  green: ['#11683a', '#6fdc9b'],
  gray: ['#50535e', '#b6bac6'],
  red: ['#b3261e', '#ff9d94'],
  amber: ['#8f4700', '#ffb86b'],
};

/** The custom property by which a page may replace a tone. */
const replaced: Partial<Record<Colour, string>> = { green: 'success', amber: 'warning', red: 'danger', blue: 'info' };

/** CSS that gives `[data-tone=<colour>]` its `--tone`, for the colours named. */
export function toneRules(names: readonly Colour[] = Object.keys(tones) as Colour[]): string {
  return names
    .map(
      (name) =>
        `[data-tone=${name}]{--tone:var(--bookinda-color-${replaced[name] ?? name},light-dark(${tones[name].join()}))}`,
    )
    .join('');
}

import type { Colour } from '@bookinda/contracts/values';

interface Pair {
  ground: string;
  text: string;
}

/** A tint's ground and the text on it, at least 4.5:1 in both schemes (measured in `tints.browser.test.ts`). */
export const tints: Record<Colour, { light: Pair; dark: Pair }> = {
  blue: { light: { ground: '#e3eefd', text: '#1b4f99' }, dark: { ground: '#172b47', text: '#9cc4fb' } },
  yellow: { light: { ground: '#fdf0c2', text: '#6f4c00' }, dark: { ground: '#3a2f0c', text: '#f3d272' } },
  purple: { light: { ground: '#efe6fb', text: '#633798' }, dark: { ground: '#2f2145', text: '#cdb2f6' } },
  green: { light: { ground: '#dcf3e2', text: '#175f35' }, dark: { ground: '#12321f', text: '#8bdca8' } },
  gray: { light: { ground: '#eceef1', text: '#49515c' }, dark: { ground: '#2a2f37', text: '#c0c7d1' } },
  red: { light: { ground: '#fde5e3', text: '#9c211a' }, dark: { ground: '#451b1a', text: '#fbaea7' } },
  amber: { light: { ground: '#feecd4', text: '#834204' }, dark: { ground: '#40280d', text: '#f8bf80' } },
};

/** Page colours that text stands on. `quiet` is secondary text: 4.5:1 on every ground as well. */
export const grounds = {
  light: {
    page: '#f6f7f9',
    surface: '#ffffff',
    raised: '#ffffff',
    hover: '#eff1f5',
    line: '#dfe3e9',
    strong: '#8b94a1',
    text: '#191d24',
    quiet: '#596270',
  },
  dark: {
    page: '#101318',
    surface: '#171b21',
    raised: '#1e232b',
    hover: '#232932',
    line: '#2e353f',
    strong: '#6d7785',
    text: '#e9ecf1',
    quiet: '#a1abb9',
  },
} as const;

type Scheme = 'light' | 'dark';

function declarations(scheme: Scheme): string {
  const tinted = Object.entries(tints).map(
    ([name, pair]) => `--tint-${name}:${pair[scheme].ground};--on-${name}:${pair[scheme].text}`,
  );
  const plain = Object.entries(grounds[scheme]).map(([name, value]) => `--${name}:${value}`);
  return [...tinted, ...plain].join(';');
}

/** Puts the tints on the document; `html.wa-dark` chooses the dark ones. */
export function adoptTints(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root{${declarations('light')}}:root.wa-dark{${declarations('dark')}}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

import { readStored, store } from '../shell/device-storage.js';
import { contrast, parseHex, readableOn } from './contrast.js';
import { grounds } from './tints.js';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const kept = 'bookinda-desk:theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const houseAccent = '#7a3e8e';
let accent = houseAccent;

/** What the person chose; `auto` follows the system. */
export function chosenTheme(): Theme {
  const value = readStored(kept);
  return themes.find((theme) => theme === value) ?? 'auto';
}

export function chooseTheme(theme: Theme): void {
  store(kept, theme);
  applyTheme();
}

/** The tenant's accent, `#rrggbb`; anything unreadable falls back to the house's. */
export function chooseAccent(hex: string | null): void {
  accent = hex && parseHex(hex) ? hex : houseAccent;
  applyTheme();
}

function applyTheme(): void {
  const theme = chosenTheme();
  const dark = theme === 'dark' || (theme === 'auto' && systemDark.matches);
  const root = document.documentElement;
  root.classList.toggle('wa-dark', dark);
  root.classList.toggle('wa-light', !dark);
  const ground = grounds[dark ? 'dark' : 'light'];
  const fill = contrast(accent, ground.surface) >= 3 ? accent : readableOn(accent, ground.surface, 3);
  root.style.setProperty('--accent', fill);
  root.style.setProperty(
    '--on-accent',
    contrast('#ffffff', fill) >= 4.5 ? '#ffffff' : contrast('#14171c', fill) >= 4.5 ? '#14171c' : '#ffffff',
  );
  root.style.setProperty('--accent-text', readableOn(accent, dark ? ground.hover : ground.page));
}

systemDark.addEventListener('change', applyTheme);
applyTheme();

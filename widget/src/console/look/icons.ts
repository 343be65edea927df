import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import { html, svg, type TemplateResult } from 'lit';

/** Strokes on a 20-px grid. */
const strokes = {
  today: 'M4 5h12v11H4zM4 8.500h12M7 3v3M13 3v3M7.500 12l1.800 1.800 3.200-3.600',
  scan: 'M3 7V4.500A1.500 1.500 0 0 1 4.500 3H7M13 3h2.500A1.500 1.500 0 0 1 17 4.500V7M17 13v2.500a1.500 1.500 0 0 1-1.500 1.500H13M7 17H4.500A1.500 1.500 0 0 1 3 15.500V13M3 10h14',
  phone:
    'M5 3h3l1.500 4-2 1.500a9 9 0 0 0 4 4l1.500-2 4 1.500v3a1.500 1.500 0 0 1-1.500 1.500A13.500 13.500 0 0 1 3.500 4.500 1.500 1.500 0 0 1 5 3z',
  tickets:
    'M3 6.5A1.5 1.5 0 0 1 4.500 5h11A1.500 1.500 0 0 1 17 6.500V8.500a1.500 1.500 0 0 0 0 3V13.500A1.500 1.500 0 0 1 15.500 15h-11A1.500 1.500 0 0 1 3 13.500V11.500a1.500 1.500 0 0 0 0-3zM8 5.500v9',
  support:
    'M4 11V9.500a6 6 0 0 1 12 0V11M4 11.500a1.500 1.500 0 0 1 3 0v2a1.500 1.500 0 0 1-3 0zM13 11.500a1.500 1.500 0 0 1 3 0v2a1.500 1.500 0 0 1-3 0zM14.500 15c0 1.500-1.500 2-3.500 2',
  packages:
    'M3.500 7h13v2.500h-13zM4.500 9.500v6.500h11v-6.500M10 7v9M10 7C7 7 6 5.800 6.500 4.500S9.500 4 10 7c.5-3 3-3.800 3.500-2.500S13 7 10 7z',
  customers:
    'M7.500 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM2.500 16c0-2.500 2-4 5-4s5 1.500 5 4M13 5a2.300 2.300 0 0 1 0 4.500M14.500 12.200c2 .5 3 1.800 3 3.800',
  settings: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4 10h12',
  reports: 'M3 16.500h14M5.500 16.500V11M10 16.500V4M14.500 16.500V8',
  search: 'M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM13 13l4 4',
  close: 'M5 5l10 10M15 5L5 15',
  back: 'M12 4l-6 6 6 6',
  forward: 'M8 4l6 6-6 6',
  down: 'M4 7.500l6 6 6-6',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  clip: 'M15.500 9.500l-5.800 5.800a3.500 3.500 0 0 1-5-5l6.500-6.400a2.300 2.300 0 0 1 3.300 3.300l-6.300 6.200a1.100 1.100 0 0 1-1.600-1.600L12 6.500',
  file: 'M5 3h6.500L15.500 7v10H5zM11 3v4.500h4.500',
  pencil: 'M4 16l.8-3.500L13 4.200a1.400 1.400 0 0 1 2 0l.8.8a1.400 1.400 0 0 1 0 2L7.500 15.200z',
  person: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3 2.500-4.500 6-4.500s6 1.500 6 4.500',
  menu: 'M4 6h12M4 10h12M4 14h12',
  moon: 'M16 11.500A6.500 6.500 0 0 1 8.500 4 6.500 6.500 0 1 0 16 11.500z',
  sun: 'M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM10 2.500v2M10 15.500v2M2.500 10h2M15.500 10h2M4.700 4.700l1.400 1.400M13.900 13.900l1.400 1.400M4.700 15.300l1.400-1.400M13.900 6.100l1.400-1.400',
  help: 'M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM8 8a2 2 0 1 1 2.800 1.900c-.6.3-.8.6-.8 1.300M10 14v.1',
  lock: 'M5.500 9h9v7h-9zM7.500 9V6.500a2.500 2.500 0 0 1 5 0V9',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4.200l2.700 1.600',
  undo: 'M7 4L3.500 7.500 7 11M3.500 7.500H12a4.500 4.500 0 0 1 0 9H8',
  warning: 'M10 3.500L2.500 16.500h15zM10 8.500v4M10 14.500v.1',
  check: 'M4 10.500l4 4 8-9',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  mail: 'M3 5h14v10H3zM3 6l7 5.500L17 6',
  key: 'M7 13a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM10.500 9.500H17M14.500 9.500v3',
  pin: 'M7 3h6l-.7 5 2.700 2.500v1.500h-10v-1.500L7.700 8zM10 12v5',
  code: 'M7 6l-4 4 4 4M13 6l4 4-4 4',
  out: 'M8 4H4v12h4M8 10h9M13.500 6.500L17 10l-3.500 3.500',
  salon: 'M4 8l1-4h10l1 4M4 8v8h12V8M4 8a2 2 0 0 0 4 0 2 2 0 0 0 4 0 2 2 0 0 0 4 0M8 16v-4h4v4',
  reply: 'M8 5L3.500 9 8 13M3.500 9H11c3.500 0 5.500 2 5.500 6',
  send: 'M3 10l14-6-5 13-3-5.500z',
} as const;

export type IconName = keyof typeof strokes;

/** A drawing beside words; it says nothing to a screen reader. */
export function icon(name: IconName, size = 18): TemplateResult {
  return html`<svg class="icon" aria-hidden="true" width=${size} height=${size} viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${svg`<path d=${strokes[name]}></path>`}</svg>`;
}

const systemIcons = new URL('./system-icons.svg', import.meta.url).href;

/** The controls' own icons come from one file of this origin; their default are data: addresses that the page's policy refuses. */
registerIconLibrary('system', { resolver: (name) => `${systemIcons}#${name}`, spriteSheet: true });
registerIconLibrary('default', { resolver: (name) => `${systemIcons}#${name}`, spriteSheet: true });

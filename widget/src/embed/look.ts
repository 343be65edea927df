import type { Colour } from '@bookinda/contracts/values';
import { toneRules } from '../ui/tones.js';

const css = String.raw;

/** A sheet that any number of shadow roots adopt. Lit takes it as it is; its own `css` brings 250 bytes for older browsers. */
export function sheetOf(rules: string, ...names: Colour[]): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(look + toneRules(names.length ? names : undefined) + rules);
  return sheet;
}

/**
 * What every element wears. `!important` on the host because a page's rules otherwise win over it; inside, a page's rules do
 * not reach, but what it makes inheritable does, so `.base` sets that again. Type is the page's own, never below 14 px.
 */
const look = css`
  :host {
    display: block !important;
    visibility: visible !important;
    max-inline-size: var(--bookinda-max-width, 40em);
  }
  :host([hidden]) {
    display: none !important;
  }
  :host([isolate]) {
    all: initial !important;
    display: block !important;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .base {
    --text: var(--bookinda-color-text, light-dark(#1d1c22, #f1f0f5));
    --muted: var(--bookinda-color-muted, light-dark(#5c5a66, #aeacb8));
    --surface: var(--bookinda-color-surface, light-dark(#fff, #1c1b21));
    --border: var(--bookinda-color-border, light-dark(#dcdae3, #3d3b46));
    --primary: var(--bookinda-color-primary, var(--bookinda-tenant-accent, light-dark(#4a3fb0, #a79dff)));
    --on-primary: var(--bookinda-color-on-primary, var(--bookinda-tenant-on-accent, light-dark(#fff, #17151f)));
    --danger: var(--bookinda-color-danger, light-dark(#b3261e, #ff9d94));
    --success: var(--bookinda-color-success, light-dark(#11683a, #6fdc9b));
    --focus: var(--bookinda-color-focus, light-dark(#2b5fd9, #9dbbff));
    --edge: light-dark(#85828f, #8b8896);
    --r: var(--bookinda-radius, 8px);
    --s: var(--bookinda-space, 1em);
    --h: var(--bookinda-control-height, 2.75em);
    position: relative;
    box-sizing: border-box;
    container-type: inline-size;
    padding: calc(var(--s) * 1.25);
    border: 1px solid var(--border);
    border-radius: calc(var(--r) * 1.5);
    background: var(--surface);
    color: var(--text);
    font-family: var(--bookinda-font, inherit);
    font-size: max(1em, 14px);
    line-height: 1.5;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  :host([density='compact']) .base {
    --s: var(--bookinda-space, 0.7em);
  }
  * {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  .muted {
    color: var(--muted);
    font-size: 0.875em;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5em 0.75em;
  }
  .between {
    justify-content: space-between;
  }
  p,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  [role='heading'] {
    font-weight: 650;
    line-height: 1.25;
  }
  button {
    overflow-wrap: normal;
    flex: none;
    font: inherit;
    font-weight: 600;
    min-block-size: var(--h);
    padding: 0.4em 1.25em;
    border: 1px solid #0000;
    border-radius: var(--r);
    background: var(--primary);
    color: var(--on-primary);
    cursor: pointer;
  }
  button:hover {
    filter: brightness(1.08);
  }
  button.quiet {
    background: none;
    border-color: var(--edge);
    color: inherit;
  }
  :focus-visible,
  .ring:has(> :focus-visible) {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before {
      transition: none !important;
      animation: none !important;
    }
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonText;
    }
  }
`;

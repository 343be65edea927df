import { sheetOf } from '../look.js';

const css = String.raw;

export const cardStyles = sheetOf(
  css`
    :host {
      content-visibility: auto;
      contain-intrinsic-size: auto 30em auto 15em;
    }
    .base {
      display: flex;
      flex-direction: column;
      gap: var(--s);
      font-variant-numeric: tabular-nums;
    }
    [part='name'] {
      flex: 1 1 8em;
      font-size: 1.2em;
    }
    [part~='badge'] {
      display: inline-flex;
      align-items: center;
      gap: 0.45em;
      padding: 0.15em 0.7em;
      border-radius: 9em;
      background: color-mix(in srgb, var(--tone) 12%, var(--surface));
      color: var(--tone);
      font-size: 0.875em;
      font-weight: 600;
    }
    [part~='badge']::before {
      content: '';
      inline-size: 0.65em;
      block-size: 0.65em;
      border: 0.12em solid;
      border-radius: 50%;
      background: currentColor;
    }
    [data-shape='ring']::before {
      background: none;
    }
    [data-shape='half']::before {
      background: linear-gradient(90deg, currentColor 50%, #0000 0);
    }
    [data-shape='square']::before {
      border-radius: 1px;
    }
    [data-shape='diamond']::before {
      border-radius: 0;
      rotate: 45deg;
      scale: 0.9;
    }
    [data-shape='bar']::before {
      block-size: 0.2em;
      border-radius: 0;
    }
    [part='price'] {
      font-size: 1.2em;
      font-weight: 650;
    }
    s,
    [part='term'] {
      color: var(--muted);
      font-weight: 400;
    }
    s {
      font-size: 0.85em;
    }
    [part='details'] {
      gap: 0.25em 1.5em;
      font-size: 0.9375em;
    }
    [part~='value'][data-tone] {
      color: var(--tone, inherit);
      font-weight: 600;
    }
    [part~='warning']::before {
      content: '';
      display: inline-block;
      margin-inline-end: 0.3em;
      border: 0.35em solid #0000;
      border-block-start: 0;
      border-block-end: 0.62em solid;
    }
    [part='services'] {
      display: grid;
      gap: 0.9em;
    }
    [part='service-name'] {
      font-weight: 600;
    }
    [part='service-count'] {
      color: var(--muted);
    }
    progress {
      display: block;
      appearance: none;
      inline-size: 100%;
      block-size: 0.6em;
      margin-block-start: 0.35em;
      border: 0;
      border-radius: 9em;
      background: light-dark(#e4e2ec, #3a3842);
      overflow: hidden;
    }
    ::-webkit-progress-bar {
      background: none;
    }
    ::-webkit-progress-value {
      border-radius: 9em;
      background: var(--primary);
      transition: inline-size 0.15s;
    }
    ::-moz-progress-bar {
      border-radius: 9em;
      background: var(--primary);
    }
    .hidden {
      position: absolute;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    [part='actions'] {
      margin-block-start: calc(var(--s) * -1);
    }
    ::slotted([slot='actions']) {
      margin-block-start: var(--s);
    }
    i {
      display: block;
      block-size: 1em;
      margin-block: 0.6em;
      border-radius: var(--r);
      background: light-dark(#eceaf2, #2e2c36);
    }
    i:first-child {
      inline-size: 55%;
      block-size: 1.4em;
    }
    i:last-child {
      block-size: 0.6em;
    }
    :host(:state(cancelled)) [part='name'] {
      color: var(--muted);
    }
    @media (forced-colors: active) {
      progress {
        border: 1px solid;
      }
      ::-webkit-progress-value {
        background: Highlight;
      }
    }
  `,
  'green',
  'red',
  'amber',
  'gray',
  'blue',
);

import { sheetOf } from '../look.js';

const css = String.raw;

export const formStyles = sheetOf(
  css`
    form,
    .all {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: calc(var(--s) * 1.25);
    }
    fieldset {
      min-inline-size: 0;
      margin: 0;
      padding: 0;
      border: 0;
    }
    .all:disabled {
      opacity: 0.65;
    }
    [part='heading'] {
      font-size: 1.5em;
    }
    [part='field'] > * + * {
      margin-block-start: 0.35em;
    }
    [part='label'] {
      padding: 0;
      font-weight: 600;
    }
    [part='hint'] {
      font-variant-numeric: tabular-nums;
    }
    [part='control'] {
      display: block;
      inline-size: 100%;
      min-block-size: var(--h);
      padding: 0.55em 0.75em;
      border: 1px solid var(--edge);
      border-radius: var(--r);
      background: none;
      color: inherit;
      font: inherit;
      resize: vertical;
    }
    [part='control']:focus-visible {
      border-color: var(--focus);
      outline-offset: 0;
    }
    [aria-invalid='true'] {
      border-color: var(--danger);
      box-shadow: inset 0 0 0 1px var(--danger);
    }
    .chip {
      position: relative;
      display: flex;
      align-items: center;
      gap: 0.55em;
      min-block-size: var(--h);
      padding: 0.3em 1.1em 0.3em 0.9em;
      border: 1px solid var(--edge);
      border-radius: 9em;
      cursor: pointer;
      transition: background 0.12s;
    }
    .chip::before {
      content: '';
      inline-size: 0.6em;
      block-size: 0.6em;
      border-radius: 50%;
      background: var(--tone);
    }
    .chip:hover {
      background: color-mix(in srgb, var(--tone) 6%, #0000);
    }
    .chip:has(:checked) {
      border-color: var(--tone);
      background: color-mix(in srgb, var(--tone) 12%, #0000);
      box-shadow: inset 0 0 0 1px var(--tone);
      font-weight: 600;
    }
    .chip input,
    #files {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      margin: 0;
      opacity: 0;
      cursor: pointer;
    }
    .trap {
      position: absolute;
      inset-inline-start: -999em;
      block-size: 1px;
      overflow: hidden;
    }
    svg {
      flex: none;
      inline-size: 1.35em;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.5;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    [part='file-drop'] {
      position: relative;
      padding: 0.75em;
      border: 1px dashed var(--edge);
      border-radius: var(--r);
    }
    [part='file-drop']:hover {
      border-color: var(--primary);
    }
    [part='file-drop'] label {
      display: flex;
      align-items: center;
      gap: 0.75em;
    }
    [part='error'] {
      color: var(--danger);
      font-size: 0.9em;
      font-weight: 600;
    }
    [part='submit'][aria-disabled='true'] {
      opacity: 0.7;
      cursor: default;
    }
    @container (max-width: 24em) {
      [part='submit'] {
        flex: 1;
      }
    }
    @media (forced-colors: active) {
      .chip:has(:checked) {
        outline: 2px solid Highlight;
      }
    }
  `,
);

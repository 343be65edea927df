import { css } from 'lit';

/** What every screen shares: type, rows, quiet text, plain buttons, cards, skeletons. */
export const sheet = css`
  :host {
    display: block;
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1 {
    font-size: 1.25rem;
    line-height: 28px;
    font-weight: 600;
    letter-spacing: -0.01em;
  }
  h2 {
    font-size: 1rem;
    line-height: 24px;
    font-weight: 600;
  }
  h3 {
    font-size: 0.875rem;
    line-height: 20px;
    font-weight: 600;
  }
  a {
    color: var(--accent-text);
    text-underline-offset: 2px;
  }
  a:focus-visible,
  button:focus-visible,
  summary:focus-visible,
  [tabindex]:focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
    border-radius: 4px;
  }
  [role='alert']:empty,
  [role='status']:empty {
    display: none;
  }
  .quiet {
    color: var(--quiet);
  }
  .small {
    font-size: 0.8125rem;
    line-height: 20px;
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
  /* Their drawing reaches far beyond its box and would take the clicks of its neighbours. */
  wa-checkbox::part(checked-icon),
  wa-select::part(expand-icon) {
    pointer-events: none;
  }
  .icon {
    flex: none;
    vertical-align: -0.2em;
  }
  .row {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px;
  }
  .spread {
    display: flex;
    align-items: center;
    justify-content: space-between;
    flex-wrap: wrap;
    gap: 8px 16px;
  }
  .stack {
    display: grid;
    gap: 16px;
    align-content: start;
    min-width: 0;
  }
  .stack > * {
    min-width: 0;
  }
  .tight {
    gap: 8px;
  }
  .grow {
    flex: 1;
    min-width: 0;
  }
  .card {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .padded {
    padding: 16px;
  }
  .page {
    padding: 20px 24px 48px;
    max-width: 1280px;
  }
  .plain {
    appearance: none;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 32px;
    min-width: 32px;
    padding: 4px 8px;
    border-radius: var(--radius);
  }
  .plain:hover {
    background: var(--hover);
  }
  .link {
    appearance: none;
    border: 0;
    background: none;
    padding: 4px 0;
    font: inherit;
    color: var(--accent-text);
    text-decoration: underline;
    text-underline-offset: 2px;
    cursor: pointer;
    min-height: 24px;
  }
  .error {
    color: var(--on-red);
    font-size: 0.8125rem;
    line-height: 20px;
  }
  .notice {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    padding: 8px 12px;
    border-radius: var(--radius);
    background: var(--tint-blue);
    color: var(--on-blue);
  }
  .notice.bad {
    background: var(--tint-red);
    color: var(--on-red);
  }
  .notice.warn {
    background: var(--tint-amber);
    color: var(--on-amber);
  }
  .notice.good {
    background: var(--tint-green);
    color: var(--on-green);
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 8px;
    padding: 56px 24px;
    text-align: center;
    color: var(--quiet);
  }
  .empty h2 {
    color: var(--text);
  }
  .empty p {
    max-width: 44ch;
  }
  .bone {
    height: 12px;
    border-radius: 6px;
    background: var(--hover);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  kbd {
    font: 0.75rem/16px var(--mono);
    padding: 1px 5px;
    border: 1px solid var(--line);
    border-bottom-width: 2px;
    border-radius: 4px;
    background: var(--page);
    color: var(--quiet);
  }
  @media (max-width: 719px) {
    .page {
      padding: 12px 16px 32px;
    }
  }
`;

/** Tabs that are links or radio-like buttons in one strip. */
export const tabStrip = css`
  .tabs {
    display: flex;
    gap: 4px;
    border-bottom: 1px solid var(--line);
    overflow-x: auto;
    scrollbar-width: none;
  }
  .tabs > * {
    appearance: none;
    border: 0;
    background: none;
    font: inherit;
    font-weight: 500;
    color: var(--quiet);
    text-decoration: none;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 40px;
    padding: 8px 12px;
    margin-bottom: -1px;
    border-bottom: 2px solid transparent;
    white-space: nowrap;
    cursor: pointer;
  }
  .tabs > *:hover {
    color: var(--text);
  }
  .tabs > [aria-selected='true'],
  .tabs > [aria-current='page'] {
    color: var(--accent-text);
    border-bottom-color: var(--accent);
  }
  .tabs > *:focus-visible {
    outline-offset: -2px;
  }
  .count {
    font-size: 0.75rem;
    line-height: 16px;
    font-variant-numeric: tabular-nums;
    padding: 0 6px;
    border-radius: 8px;
    background: var(--hover);
    color: var(--quiet);
  }
`;

import { css } from 'lit';

export const consoleStyles = css`
  :host {
    min-height: 100dvh;
  }
  .boot {
    min-height: 100dvh;
  }
  .door {
    min-height: 100dvh;
    display: grid;
    place-items: center;
    padding: 24px 16px;
  }
  .corner {
    position: fixed;
    inset-block-start: 12px;
    inset-inline-end: 12px;
  }
  .skip {
    position: fixed;
    inset-block-start: -64px;
    inset-inline-start: 16px;
    z-index: 30;
    padding: 8px 16px;
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .skip:focus {
    inset-block-start: 8px;
  }
  .elsewhere {
    position: sticky;
    inset-block-start: 52px;
    z-index: 19;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    border-radius: 0;
  }
  .again {
    width: 100vw;
    height: 100dvh;
    max-width: none;
    max-height: none;
    margin: 0;
    padding: 24px 16px;
    border: 0;
    background: var(--page);
    color: inherit;
  }
  .again[open] {
    display: grid;
    place-items: center;
  }
  header {
    position: sticky;
    inset-block-start: 0;
    z-index: 20;
    display: flex;
    align-items: center;
    gap: 4px;
    height: 52px;
    padding-inline: 12px 16px;
    background: var(--surface);
    border-bottom: 1px solid var(--line);
  }
  .tenant {
    display: flex;
    align-items: center;
    gap: 10px;
    min-width: 0;
    max-width: 100%;
    padding: 4px 8px;
    font-weight: 600;
  }
  wa-dropdown:has(.tenant) {
    min-width: 0;
  }
  .mark {
    display: grid;
    place-items: center;
    flex: none;
    width: 28px;
    height: 28px;
    border-radius: var(--radius);
    background: var(--accent);
    color: var(--on-accent);
  }
  .tenant-name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .palette {
    color: var(--quiet);
  }
  .user {
    gap: 8px;
  }
  .initials::before {
    content: attr(data-initials);
  }
  .initials {
    display: grid;
    place-items: center;
    width: 28px;
    height: 28px;
    border-radius: 50%;
    background: var(--hover);
    font-size: 0.75rem;
    font-weight: 600;
  }
  .body {
    display: grid;
    grid-template-columns: 208px minmax(0, 1fr);
    align-items: start;
  }
  nav {
    position: sticky;
    inset-block-start: 52px;
    height: calc(100dvh - 52px);
    padding: 12px;
    border-inline-end: 1px solid var(--line);
    background: var(--surface);
  }
  nav ul {
    display: grid;
    gap: 4px;
  }
  nav a {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 40px;
    padding: 8px 12px;
    border-radius: var(--radius);
    color: var(--text);
    text-decoration: none;
    font-weight: 500;
  }
  nav a:hover {
    background: var(--hover);
  }
  nav a[aria-current] {
    background: color-mix(in oklab, var(--accent) 12%, var(--surface));
    color: var(--accent-text);
  }
  .section {
    flex: 1;
  }
  nav .count {
    min-width: 20px;
    padding: 0 6px;
    border-radius: 10px;
    background: var(--hover);
    color: var(--text);
    font-size: 0.75rem;
    line-height: 20px;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  main:focus {
    outline: none;
  }
  @media (max-width: 1023px) {
    .body {
      grid-template-columns: 88px minmax(0, 1fr);
    }
    nav {
      padding: 8px;
    }
    nav a {
      position: relative;
      flex-direction: column;
      gap: 4px;
      padding: 8px 2px;
      font-size: 0.75rem;
      line-height: 16px;
      text-align: center;
    }
    nav .count {
      position: absolute;
      inset-block-start: 2px;
      inset-inline-end: 10px;
    }
    .who {
      display: none;
    }
  }
  @media (max-width: 719px) {
    header {
      padding-inline: 8px;
    }
    .palette kbd {
      display: none;
    }
    .body {
      display: block;
      padding-bottom: calc(60px + env(safe-area-inset-bottom));
    }
    nav {
      position: fixed;
      inset: auto 0 0 0;
      z-index: 20;
      height: auto;
      padding: 4px 4px calc(4px + env(safe-area-inset-bottom));
      border-inline-end: 0;
      border-top: 1px solid var(--line);
    }
    nav ul {
      display: flex;
    }
    nav li {
      flex: 1;
      min-width: 0;
    }
    nav a {
      min-height: 52px;
      padding-inline: 0;
      font-size: 0.6875rem;
    }
    .section {
      max-width: 100%;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    nav .count {
      inset-inline-end: calc(50% - 24px);
    }
  }
  @media print {
    header,
    nav,
    .skip,
    desk-toasts {
      display: none;
    }
    .body {
      display: block;
    }
  }
`;

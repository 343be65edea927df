import { css } from 'lit';

/** A list of rows of which each is one link. */
export const listStyles = css`
  .rows {
    overflow: hidden;
  }
  .rows > li {
    position: relative;
    display: grid;
    gap: 4px 16px;
    align-items: center;
    padding: 10px 16px;
    border-top: 1px solid var(--line);
  }
  .rows > li:first-child {
    border-top: 0;
  }
  .rows > li:hover,
  .rows > li.at {
    background: var(--hover);
  }
  .rows > li.at {
    box-shadow: inset 3px 0 var(--accent);
  }
  .rows > li.fresh {
    animation: fresh 2.4s ease-out;
  }
  @keyframes fresh {
    from {
      background: color-mix(in oklab, var(--accent) 24%, var(--surface));
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .rows > li.fresh {
      animation: none;
      box-shadow: inset 3px 0 var(--accent);
    }
  }
  .rows a.cover {
    color: inherit;
    text-decoration: none;
    font-weight: 500;
  }
  .rows a.cover::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  .rows a.cover:focus-visible {
    outline: none;
  }
  .rows a.cover:focus-visible::after {
    outline: 2px solid var(--accent-text);
    outline-offset: -2px;
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-width: 0;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .filters wa-input {
    flex: 1 1 240px;
    max-width: 400px;
  }
  .filters wa-select {
    flex: 0 1 168px;
    min-width: 128px;
  }
  .filters wa-input::part(form-control-label),
  .filters wa-select::part(form-control-label) {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .chip {
    appearance: none;
    font: inherit;
    font-size: 0.875rem;
    color: inherit;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 32px;
    padding: 4px 12px;
    border: 1px solid var(--strong);
    border-radius: 16px;
    background: var(--surface);
    cursor: pointer;
    white-space: nowrap;
  }
  .chip:hover {
    background: var(--hover);
  }
  .chip[aria-pressed='true'] {
    border-color: var(--accent);
    background: color-mix(in oklab, var(--accent) 12%, var(--surface));
    color: var(--accent-text);
  }
  .more {
    display: flex;
    justify-content: center;
    padding: 16px;
  }
  @media (max-width: 719px) {
    .filters wa-input {
      flex-basis: 100%;
      max-width: none;
    }
    .filters wa-select {
      flex: 1 1 128px;
    }
  }
`;

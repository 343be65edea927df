import { css } from 'lit';

/** How a part of the day's screen looks. */
export const partStyles = css`
  .part {
    padding: 12px 16px;
    display: grid;
    gap: 8px;
  }
  .head {
    min-height: 28px;
    flex-wrap: nowrap;
  }
  .sum {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 12px;
    align-items: center;
    padding: 6px 0;
    border-top: 1px solid var(--line);
  }
  li:first-child {
    border-top: 0;
  }
  li a {
    color: inherit;
    text-decoration: none;
    font-weight: 500;
  }
  li a:hover {
    text-decoration: underline;
  }
  .over {
    color: var(--quiet);
    text-decoration: line-through;
  }
  .end {
    text-align: end;
    white-space: nowrap;
  }
`;

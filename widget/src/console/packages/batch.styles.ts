import { css } from 'lit';

/** Numbers of something that runs over many, and what became of each. */
export const batchStyles = css`
  .numbers {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    font-size: 0.875rem;
  }
  .numbers dt {
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  .numbers dd {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  progress {
    width: 100%;
    height: 8px;
    accent-color: var(--accent);
  }
  summary {
    cursor: pointer;
    min-height: 32px;
    line-height: 32px;
    font-size: 0.875rem;
    width: fit-content;
  }
  .each {
    font-size: 0.875rem;
    line-height: 20px;
    max-height: 320px;
    overflow: auto;
  }
  .each li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 12px;
    padding-block: 6px;
    border-top: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
`;

import { css } from 'lit';

export const sessionBarStyles = css`
  .sessions {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 4px 12px;
    font-size: 0.875rem;
    line-height: 20px;
  }
  .bar {
    grid-column: 1 / -1;
    display: block;
    height: 8px;
    border-radius: 4px;
    overflow: hidden;
    background: var(--hover);
    border: 1px solid var(--line);
  }
  .fill {
    display: block;
    height: 100%;
    background: var(--accent);
    transition: width var(--quick) ease-out;
  }
`;

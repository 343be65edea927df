import { css } from 'lit';

/** A native date field that looks like the controls around it, and rows of fields with a button. */
export const fieldStyles = css`
  .field {
    display: grid;
    gap: 6px;
    justify-items: start;
    font-size: 0.8125rem;
    line-height: 18px;
  }
  input[type='date'] {
    font: inherit;
    height: 30px;
    padding: 2px 10px;
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--strong);
    border-radius: var(--radius);
    max-width: 100%;
    box-sizing: border-box;
    color-scheme: inherit;
  }
  input[type='date']:focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 1px;
  }
  .fields {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: flex-start;
  }
  .fields > desk-combo,
  .fields > wa-input,
  .fields > wa-select {
    flex: 1 1 152px;
    min-width: 0;
    max-width: 280px;
  }
`;

import { css } from 'lit';

export const settingsStyles = css`
  section {
    display: grid;
    gap: 12px;
    padding: 16px;
  }
  .list > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px 16px;
    align-items: center;
    padding-block: 12px;
    border-top: 1px solid var(--line);
  }
  .list > li:first-child {
    border-top: 0;
  }
  form.inline {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: flex-end;
  }
  form.inline > wa-input,
  form.inline > wa-select {
    flex: 1 1 200px;
  }
`;

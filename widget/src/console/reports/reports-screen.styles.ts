import { css } from 'lit';

export const reportsScreenStyles = css`
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(144px, 1fr));
    gap: 12px 16px;
  }
  .tiles dt {
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  .tiles dd {
    font-size: 1.125rem;
    line-height: 28px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .roll {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: 16px 32px;
    align-items: center;
  }
  .roll table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
  }
  .roll th,
  .roll td {
    padding: 6px 0 6px 12px;
    text-align: end;
    font-weight: 400;
    white-space: nowrap;
    vertical-align: top;
  }
  .roll thead th {
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  .roll th:first-child {
    padding-left: 0;
    text-align: start;
    white-space: normal;
  }
  .roll tbody tr > * {
    border-top: 1px solid var(--line);
  }
  .roll .whole > * {
    font-weight: 600;
  }
  .roll small {
    display: block;
    font-size: 0.75rem;
    color: var(--quiet);
  }
  @media (max-width: 1023px) {
    .roll {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

import { css } from 'lit';

export const packagesScreenStyles = css`
  .scroller {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.875rem;
  }
  th {
    text-align: start;
    font-weight: 500;
    color: var(--quiet);
    padding: 8px 16px;
    white-space: nowrap;
  }
  td {
    padding: 10px 16px;
    border-top: 1px solid var(--line);
    vertical-align: middle;
  }
  tr {
    position: relative;
  }
  tbody tr:hover {
    background: var(--hover);
  }
  tfoot td {
    color: var(--quiet);
  }
  .end {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  a.cover {
    color: inherit;
    text-decoration: none;
    font-weight: 500;
  }
  a.cover::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  .green {
    color: var(--on-green);
  }
  .amber {
    color: var(--on-amber);
    font-weight: 600;
  }
  .red {
    color: var(--on-red);
    font-weight: 600;
  }
  .name {
    min-width: 152px;
  }
  .day {
    white-space: nowrap;
  }
  @media (max-width: 1023px) {
    thead {
      display: none;
    }
    tr {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto;
      grid-template-areas: 'name name price' 'customer customer day' 'status payment used';
      justify-items: start;
      gap: 4px 8px;
      padding: 12px 16px;
      border-top: 1px solid var(--line);
    }
    tr:first-child {
      border-top: 0;
    }
    td {
      padding: 0;
      border: 0;
    }
    .name {
      grid-area: name;
    }
    .who {
      grid-area: customer;
    }
    .status {
      grid-area: status;
    }
    .payment {
      grid-area: payment;
      justify-self: start;
    }
    .used {
      grid-area: used;
    }
    .day {
      grid-area: day;
      justify-self: end;
    }
    .price {
      grid-area: price;
    }
    .used,
    .price {
      justify-self: end;
    }
  }
  .totals {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 24px;
    align-items: baseline;
    padding: 12px 16px;
    border-top: 2px solid var(--line);
    font-size: 0.875rem;
  }
  .totals dt {
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  .totals dd {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
`;

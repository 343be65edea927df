import { css } from 'lit';

export const queueStyles = css`
  .queue > li {
    grid-template-columns: 152px minmax(0, 1fr) 144px 128px 88px;
    grid-template-areas: 'status subject category assignee time' 'status by category assignee time';
  }
  .status {
    grid-area: status;
    min-width: 0;
    display: flex;
  }
  .subject {
    grid-area: subject;
  }
  .by {
    grid-area: by;
  }
  .category {
    grid-area: category;
    min-width: 0;
    display: flex;
  }
  .assignee {
    grid-area: assignee;
  }
  .time {
    grid-area: time;
    text-align: end;
  }
  @media (max-width: 1199px) {
    .queue > li {
      grid-template-columns: 152px minmax(0, 1fr) 120px 80px;
      grid-template-areas: 'status subject assignee time' 'status by category time';
    }
  }
  @media (max-width: 719px) {
    .queue > li {
      grid-template-columns: minmax(0, 1fr) auto;
      grid-template-areas: 'subject subject' 'by by' 'status time';
      padding-block: 12px;
    }
    .category,
    .assignee {
      display: none;
    }
    .subject {
      white-space: normal;
    }
  }
`;

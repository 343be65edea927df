import { css } from 'lit';

export const ticketStyles = css`
  .back {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 32px;
    font-size: 0.875rem;
    text-decoration: none;
  }
  .head {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px 16px;
    align-items: start;
    margin-block: 4px 16px;
  }
  .title {
    display: flex;
    align-items: flex-start;
    gap: 4px;
    min-width: 0;
  }
  h1 {
    overflow-wrap: anywhere;
  }
  .facts {
    grid-column: 1 / -1;
    gap: 8px 12px;
  }
  .fact {
    min-width: 176px;
    max-width: 248px;
  }
  .fact [slot='start'] {
    color: var(--quiet);
  }
  .fact::part(form-control-label) {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .subject-form {
    flex: 1;
  }
  .subject-form input {
    flex: 1 1 240px;
    min-width: 0;
    font: 600 1.125rem/24px inherit;
    font-family: inherit;
    color: inherit;
    padding: 4px 8px;
    border: 1px solid var(--strong);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 304px;
    gap: 24px;
    align-items: start;
  }
  aside {
    position: sticky;
    inset-block-start: 68px;
    max-height: calc(100dvh - 84px);
    overflow: auto;
  }
  .second {
    padding-block-start: 16px;
    border-block-start: 1px solid var(--line);
  }
  .person {
    display: none;
  }
  blockquote {
    margin: 0;
    padding-inline-start: 12px;
    border-inline-start: 3px solid currentColor;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  wa-drawer {
    --size: min(360px, 92vw);
    --spacing: 16px;
  }
  @media (max-width: 1099px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    aside {
      display: none;
    }
    .person {
      display: inline-flex;
    }
  }
  @media (max-width: 719px) {
    .head {
      grid-template-columns: minmax(0, 1fr);
    }
    .fact {
      flex: 1 1 136px;
    }
  }
`;

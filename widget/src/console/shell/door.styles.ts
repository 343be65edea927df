import { css } from 'lit';

/** Pages before the sign-in: one card in the middle. */
export const doorStyles = css`
  :host {
    width: 100%;
    max-width: 400px;
  }
  .door-card {
    display: grid;
    gap: 16px;
    padding: 32px;
    box-shadow: var(--shadow);
  }
  .brand {
    color: var(--accent-text);
    font-weight: 600;
  }
  .link {
    justify-self: start;
  }
  @media (max-width: 479px) {
    .door-card {
      padding: 24px 20px;
    }
  }
`;

import { css } from 'lit';

export const remedyChooserStyles = css`
  :host {
    padding: 8px 16px 12px;
    border-top: 1px solid var(--line);
  }
  fieldset {
    display: grid;
    gap: 8px;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    float: left;
    padding: 0;
    font-weight: 600;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .choice {
    position: relative;
    display: inline-flex;
    cursor: pointer;
  }
  .choice input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .choice span {
    display: inline-flex;
    align-items: center;
    min-height: 32px;
    padding: 2px 12px;
    border: 1px solid var(--strong);
    border-radius: 999px;
    font-size: 0.875rem;
  }
  .choice :checked + span {
    border-color: var(--accent-text);
    box-shadow: inset 0 0 0 1px var(--accent-text);
    color: var(--accent-text);
    font-weight: 600;
  }
  .choice :focus-visible + span {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .choice :disabled + span {
    border-style: dashed;
    color: var(--quiet);
    cursor: not-allowed;
  }
  .inputs {
    display: grid;
    gap: 4px;
  }
  .fields {
    align-items: flex-end;
  }
  .fields > wa-select {
    flex: 2 1 240px;
    max-width: 400px;
  }
  .fields > .count {
    flex: 0 1 120px;
  }
  .preview:not(:empty) {
    overflow-wrap: anywhere;
  }
  .preview ul {
    padding: 8px 12px;
    border-radius: var(--radius);
    background: var(--tint-blue);
    color: var(--on-blue);
  }
`;

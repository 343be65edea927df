const css = String.raw;

/** Styles of what is only seen after an act. */
export const laterStyles = css`
  [part='file'] {
    position: relative;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25em 0.6em;
    margin-block-start: 0.5em;
    padding: 0.25em 0.25em 0.25em 0.6em;
    border-radius: var(--r);
    background: color-mix(in srgb, var(--text) 6%, var(--surface));
    font-variant-numeric: tabular-nums;
  }
  .name {
    flex: 1 1 7em;
  }
  .languages {
    position: absolute;
    inset-block-start: 1em;
    inset-inline-end: 1em;
    padding: 0.3em;
    border: 1px solid var(--edge);
    border-radius: var(--r);
    background: var(--surface);
    color: inherit;
    font: inherit;
    font-size: 0.875em;
  }
  .ok {
    color: var(--success);
  }
  .percent {
    min-inline-size: 3em;
    text-align: end;
  }
  .small {
    min-block-size: 2.25em;
    padding: 0 0.9em;
    font-size: 0.9em;
  }
  button.icon {
    display: grid;
    place-content: center;
    min-block-size: 2.25em;
    inline-size: 2.25em;
    padding: 0;
    border-color: #0000;
  }
  progress {
    appearance: none;
    flex: 0 1 7em;
    inline-size: 7em;
    block-size: 0.4em;
    border: 0;
    border-radius: 9em;
    background: light-dark(#d9d7e2, #45434f);
    overflow: hidden;
  }
  ::-webkit-progress-bar {
    background: none;
  }
  ::-webkit-progress-value {
    background: var(--primary);
  }
  ::-moz-progress-bar {
    background: var(--primary);
  }
  [part='error-summary'] {
    padding: 0.75em 1em;
    border: 1px solid var(--danger);
    border-inline-start-width: 4px;
    border-radius: var(--r);
    background: color-mix(in srgb, var(--danger) 7%, var(--surface));
  }
  a {
    color: var(--danger);
  }
  [part='success'] {
    display: grid;
    justify-items: start;
    gap: 0.6em;
    outline-offset: 0.5em;
  }
  .done {
    inline-size: 3em;
    padding: 0.5em;
    border-radius: 50%;
    background: color-mix(in srgb, var(--success) 14%, #0000);
    color: var(--success);
  }
  [part='again'] {
    margin-block-start: 0.5em;
  }
`;

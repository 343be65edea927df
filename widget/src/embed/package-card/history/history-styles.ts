const css = String.raw;

/** Styles of what a card shows once its history was asked for; adopted by those cards only. */
export const historySheet = new CSSStyleSheet();
historySheet.replaceSync(css`
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  [part='history'],
  [part='ask'],
  [part='check-form'] {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75em;
  }
  [part='history'] {
    font-size: 0.9375em;
  }
  [part~='step'] {
    padding-block: 0.6em;
    border-block-start: 1px solid var(--border);
  }
  [part~='step'] > .row {
    gap: 0 0.75em;
  }
  [part~='reached'] {
    border-inline-start: 3px solid var(--success);
    padding-inline-start: 0.6em;
  }
  [part='step-reached'] {
    color: var(--success);
    font-size: 0.9em;
    font-weight: 600;
  }
  [part='step-name'] {
    font-weight: 600;
  }
  .reversed [part='step-name'] {
    text-decoration: line-through;
  }
  [part='step-after'] {
    color: var(--muted);
    margin-inline-start: auto;
  }
  [part='step-reason'] {
    white-space: pre-line;
  }
  button.link {
    min-block-size: 2em;
    padding: 0;
    margin-inline-start: auto;
    background: none;
    color: inherit;
    font-weight: 400;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  button.link:hover {
    color: var(--text);
  }
  [part='asked'] {
    color: var(--success);
    font-weight: 600;
    margin-inline-start: auto;
  }
  .told {
    margin: 0;
  }
  [part='ask'] {
    margin-block-start: 0.5em;
    padding: 0.9em;
    border-radius: var(--r);
    background: color-mix(in srgb, var(--text) 5%, var(--surface));
  }
  [part='label'] {
    display: block;
    margin-block-end: 0.3em;
    font-weight: 600;
  }
  [part='control'] {
    display: block;
    inline-size: 100%;
    min-block-size: var(--h);
    padding: 0.5em 0.7em;
    border: 1px solid var(--edge);
    border-radius: var(--r);
    background: var(--surface);
    color: inherit;
    font: inherit;
    resize: vertical;
  }
  input[part='control'] {
    flex: 1 1 12em;
    inline-size: auto;
    min-inline-size: 0;
  }
  [part='files'] {
    max-inline-size: 100%;
    color: inherit;
    font: inherit;
    font-size: 0.9em;
  }
  [aria-invalid='true'] {
    border-color: var(--danger);
    box-shadow: inset 0 0 0 1px var(--danger);
  }
  form [part='error'] {
    margin-block-start: 0.3em;
    color: var(--danger);
    font-size: 0.9em;
    font-weight: 600;
  }
  [aria-disabled='true'] {
    opacity: 0.7;
    cursor: default;
  }
  [part='more'] {
    justify-self: start;
  }
  [part='check'] {
    padding-block-start: 0.6em;
    border-block-start: 1px solid var(--border);
  }
  summary {
    inline-size: fit-content;
    padding-block: 0.2em;
    cursor: pointer;
  }
  [part='check-form'] {
    gap: 0.5em;
    margin-block-start: 0.5em;
  }
  [part='check-form'] [part='label'] {
    margin: 0;
  }
  [part='verdict'] {
    padding: 0.6em 0.8em;
    border-inline-start: 4px solid var(--tone);
    border-radius: var(--r);
    background: color-mix(in srgb, var(--tone) 8%, var(--surface));
  }
  code {
    font-family: ui-monospace, monospace;
    font-size: 0.9em;
    user-select: all;
  }
`);

/** A sheet of paper: readable on a phone, black on white in print. */
export const statementStyles = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; background: light-dark(#fff, #17161b); color: light-dark(#1d1c22, #f1f0f5); }
  main { max-width: 60rem; margin: auto; padding: clamp(1rem, 4vw, 2.5rem); }
  p, dl, ul { margin: 0; padding: 0; list-style: none; }
  header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: start; gap: 1rem; }
  h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
  h2 { margin: 1.5rem 0 .25rem; font-size: 1rem; }
  dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin-block-start: 1rem; }
  dt, header p, .code { color: light-dark(#5c5a66, #aeacb8); font-size: .875rem; }
  dd { margin: 0; }
  button { min-height: 2.75rem; padding: 0 1.25rem; border: 1px solid light-dark(#85828f, #8b8896); border-radius: 8px; background: none; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
  :focus-visible { outline: 3px solid light-dark(#2b5fd9, #9dbbff); outline-offset: 2px; }
  table { width: 100%; border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
  th { text-align: start; border-block-end: 2px solid light-dark(#85828f, #8b8896); }
  th, td { padding: .35rem .75rem .35rem 0; vertical-align: top; overflow-wrap: anywhere; }
  td { border-block-end: 1px solid light-dark(#dcdae3, #3d3b46); }
  .end { text-align: end; overflow-wrap: normal; }
  .reversed b { text-decoration: line-through; }
  .code { margin-block-start: 1.5rem; }
  code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; color: light-dark(#1d1c22, #f1f0f5); }
  @media screen and (max-width: 44rem) {
    thead { position: absolute; clip-path: inset(50%); white-space: nowrap; }
    tr { display: grid; grid-template-columns: auto 1fr; gap: 0 .6rem; padding-block: .6rem; border-block-end: 1px solid light-dark(#dcdae3, #3d3b46); }
    td { grid-column: 1 / -1; padding: 0; border: 0; }
    td.end { text-align: start; }
    td:first-child { grid-column: 1; color: light-dark(#5c5a66, #aeacb8); }
    td:nth-child(2) { grid-column: 2; }
    td:empty { display: none; }
    td[data-name]::before { content: attr(data-name) ': '; color: light-dark(#5c5a66, #aeacb8); }
  }
  @media print {
    :root { color-scheme: light; font-size: 11pt; }
    body { background: #fff; color: #000; }
    main { max-width: none; padding: 0; }
    button { display: none; }
    thead { display: table-header-group; }
    tr { break-inside: avoid; }
    dt, header p, .code { color: #444; }
  }
`;

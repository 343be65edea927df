import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cell, row } from './csv.js';

/**
 * What a spreadsheet reads that parts cells at `separator`: quotes at a cell's beginning are dropped, a doubled one within
 * them is one, and text after the closing quote belongs to the cell.
 */
function readAt(separator: string, text: string): string[] {
  const cells: string[] = [];
  let now = '';
  let state: 'start' | 'plain' | 'quoted' | 'after-quote' = 'start';
  for (const sign of text) {
    if (state === 'quoted') {
      if (sign === '"') state = 'after-quote';
      else now += sign;
    } else if (sign === separator || sign === '\r' || sign === '\n') {
      cells.push(now);
      now = '';
      state = 'start';
    } else if (state === 'start' && sign === '"') state = 'quoted';
    else if (state === 'after-quote' && sign === '"') {
      now += '"';
      state = 'quoted';
    } else {
      now += sign;
      state = 'plain';
    }
  }
  return [...cells, now];
}

/** As a reader that drops every quote and knows no quoted separators. */
function readPlainly(separator: string, text: string): string[] {
  return text
    .replaceAll('"', '')
    .split(/[\r\n]/)
    .flatMap((line) => line.split(separator));
}

/** A formula, whatever a spreadsheet trims, drops or does not show before its sign. */
function isFormula(text: string): boolean {
  return /^[=+\-@]/.test(text.normalize('NFKC').replace(/^[\s"\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+/u, ''));
}

const separators = [',', ';', '\t'];

function formulasIn(text: string): string[] {
  return separators.flatMap((separator) =>
    [...readAt(separator, text), ...readPlainly(separator, text)].filter(isFormula),
  );
}

const invisible = ['\u200b', '\u200e', '\u2060', '\u00ad', '\ufeff', '\u0000', '\u00a0', '\ufe0f', '\u034f', '\u3164'];

describe('PK-06 no cell of an export is a formula to a reader at comma, semicolon or tab', () => {
  it('where a quote stands between the separator and the sign', () => {
    const agent = 'Mozilla/5.0;"=HYPERLINK(1,2);x';
    expect(formulasIn(row(['2026-11-21', agent, 'sign-in-failed']))).toEqual([]);
    for (const separator of [...separators, '\n', '\r'])
      for (const quotes of ['"', '""', '"""', '" "', ' "'])
        for (const sign of ['=', '+', '-', '@', '＝', '﹢'])
          expect(formulasIn(row(['a', `b${separator}${quotes}${sign}1`, 'c']))).toEqual([]);
  });

  it('where a character that nobody sees stands before the sign', () => {
    for (const sign of invisible)
      for (const text of [`${sign}=1`, `a;${sign}=1`, `a\t"${sign}"@x`])
        expect(formulasIn(row(['a', text]))).toEqual([]);
  });

  it('where a blank that parts rows or cells stands before it', () => {
    for (const text of ['\t=1', '\n+1', ';=1', '";=1', 'a;\t=1']) expect(formulasIn(row(['a', text, 'b']))).toEqual([]);
  });

  it('whatever two rows of texts hold', () => {
    const signs = ['=', '+', '-', '@', '＝', '"', '"', "'", ';', ',', '\t', '\r', '\n', ' ', 'a', '1', ...invisible];
    const text = fc.string({ unit: fc.constantFrom(...signs), maxLength: 8 });
    const cells = fc.array(fc.oneof(text, fc.constant(null)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(cells, cells, (one, other) => {
        expect(formulasIn(`${row(one)}${row(other)}`)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('and a reader at commas gets every text back, but for the apostrophes', () => {
    const text = fc.string({ unit: fc.constantFrom('=', '"', ';', ',', '\t', ' ', 'a', '\u200b'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        expect(readAt(',', row(texts).slice(0, -2)).map((one) => one.replaceAll("'", ''))).toEqual(texts);
      }),
    );
    expect(cell('Cut; "wash", 2-3 times')).toBe('"Cut; ""wash"", 2-3 times"');
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { analyse } from 'scslre';
import ts from 'typescript';

const root = join(import.meta.dirname, '../../..');

interface Found {
  pattern: string;
  flags: string;
  at: string;
}

/** Every regular expression that the code writes down, as a literal or as the text of `new RegExp('…')`. */
function regularExpressions(): Found[] {
  const files = execFileSync('git', ['ls-files', 'server/src', 'contracts/src', 'widget/src'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^server\/src\/(test|demo)\//.test(file));
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    if (!/\/[^/\s*]|RegExp/.test(text)) return [];
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const found: Found[] = [];
    const visit = (node: ts.Node): void => {
      const at = () => `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/');
        found.push({ pattern: node.text.slice(1, end), flags: node.text.slice(end + 1), at: at() });
      } else if (ts.isNewExpression(node) && node.expression.getText(source) === 'RegExp') {
        const [pattern, flags] = node.arguments ?? [];
        if (pattern && ts.isStringLiteralLike(pattern))
          found.push({
            pattern: pattern.text,
            flags: flags && ts.isStringLiteralLike(flags) ? flags.text : '',
            at: at(),
          });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

it('no regular expression takes more than linear time, whatever text it meets', () => {
  const all = regularExpressions();
  expect(all.length).toBeGreaterThan(100);
  const slow = all.flatMap(({ pattern, flags, at }) => {
    const { reports } = analyse({ source: pattern, flags }, { reportTypes: { Move: true, Self: true, Trade: true } });
    return reports.map(
      ({ type, exponential }) => `${at} /${pattern}/${flags}: ${exponential ? 'exponential' : 'polynomial'} (${type})`,
    );
  });
  expect([...new Set(slow)]).toEqual([]);
});

it('sees two quantifiers that can meet, and a search that starts anew at every character', () => {
  const kinds = (source: string) => analyse({ source, flags: 'i' }).reports.map(({ type }) => type);
  expect(kinds('<\\s*[!?/]?\\s*script')).toContain('Trade');
  expect(analyse({ source: '^(?:a+)+$', flags: '' }).reports.some(({ exponential }) => exponential)).toBe(true);
  expect(kinds('\\s+$')).toContain('Move');
});

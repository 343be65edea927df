import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type ProblemCode, problems } from '@bookinda/contracts/problem';
import type { CallExpression, Node, SourceFile } from 'typescript';
import type { JsonSchema } from './json-schema.js';
import { ViewSchemas, withoutRows } from './view-schemas.js';

/** What only the source knows of a door: the type of its answer, its words, the refusals its slice names. */
export interface DoorFacts {
  view: JsonSchema;
  about: string;
  codes: ProblemCode[];
}

export interface SourceFacts {
  /** By verb. */
  doors: Record<string, DoorFacts>;
  /** Views by type name. */
  schemas: Record<string, JsonSchema>;
  /** Doc comments of input fields, by DTO class and field. */
  fields: Record<string, Record<string, string>>;
}

/** Written by the build beside the compiled code. */
export const factsFile = join(import.meta.dirname, 'door-facts.json');

/** What the build wrote, or null in a process that runs from source: its document then has no views. */
export function readFacts(): SourceFacts | null {
  return existsSync(factsFile) ? (JSON.parse(readFileSync(factsFile, 'utf8')) as SourceFacts) : null;
}

/** Asks the compiler. `root` is the repository. Takes a second or two. */
export async function gatherFacts(root: string): Promise<SourceFacts> {
  const { default: ts } = await import('typescript');
  const contracts = join(root, 'contracts/src');
  const files = globSync('*/routes.ts', { cwd: contracts })
    .sort()
    .map((file) => join(contracts, file));
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts'],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    experimentalDecorators: true,
    types: [],
  });
  const views = new ViewSchemas(ts, program, (file) => file.startsWith(contracts));
  const checker = program.getTypeChecker();
  const codes = codesBySlice(join(root, 'server/src'));
  const facts: SourceFacts = { doors: {}, schemas: views.named, fields: {} };
  for (const file of files) {
    for (const { name, verb, gives, takes, about } of routesIn(ts, program.getSourceFile(file) as SourceFile)) {
      facts.doors[verb] = {
        view: views.of(checker.getTypeFromTypeNode(gives)),
        about: withoutRows(about),
        codes: codes[name] ?? [],
      };
      const input = takes && checker.getTypeFromTypeNode(takes);
      if (input?.symbol)
        facts.fields[input.symbol.name] = Object.fromEntries(
          input
            .getProperties()
            .map((field) => [field.name, views.aboutOf(field)])
            .filter(([, text]) => text),
        );
    }
  }
  return facts;
}

type Compiler = typeof import('typescript');

/** `export const x = route('verb', …).takes<T>().gives<V>()`, read off the syntax. */
function* routesIn(ts: Compiler, file: SourceFile) {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const about = ts
      .getJSDocCommentsAndTags(statement)
      .map(({ comment }) => (typeof comment === 'string' ? comment : ''))
      .join(' ');
    for (const { name, initializer } of statement.declarationList.declarations) {
      const calls = initializer ? chainOf(ts, initializer) : {};
      const verb = calls['route']?.arguments[0];
      const gives = calls['gives']?.typeArguments?.[0];
      if (verb && ts.isStringLiteral(verb) && gives)
        yield { name: name.getText(), verb: verb.text, gives, takes: calls['takes']?.typeArguments?.[0], about };
    }
  }
}

/** The calls of a fluent chain by their method's name. */
function chainOf(ts: Compiler, node: Node): Record<string, CallExpression> {
  if (!ts.isCallExpression(node)) return {};
  if (ts.isIdentifier(node.expression)) return { [node.expression.text]: node };
  if (!ts.isPropertyAccessExpression(node.expression)) return {};
  return { ...chainOf(ts, node.expression.expression), [node.expression.name.text]: node };
}

/** For each route constant, the problem codes that its slice's file and the files of that area it imports name. */
function codesBySlice(serverSource: string): Record<string, ProblemCode[]> {
  const found: Record<string, ProblemCode[]> = {};
  for (const file of globSync('**/*.ts', { cwd: serverSource, exclude: ['**/*.test.ts', 'test/**'] })) {
    const path = join(serverSource, file);
    const routes = [...readFileSync(path, 'utf8').matchAll(/@Answers\(\s*(\w+)/g)].map(([, name]) => name ?? '');
    for (const name of routes) found[name] = [...codesFrom(path, serverSource, new Set())].sort();
  }
  return found;
}

const codes = Object.keys(problems) as ProblemCode[];

function codesFrom(path: string, serverSource: string, seen: Set<string>): Set<ProblemCode> {
  seen.add(path);
  const text = readFileSync(path, 'utf8');
  const found = new Set(codes.filter((code) => text.includes(`'${code}'`) || text.includes(`"${code}"`)));
  // refusal.ts' word for it.
  if (/\bfound\(/.test(text)) found.add('not-found');
  for (const [, target = ''] of text.matchAll(/from '(\.{1,2}\/[^']+)\.js'/g)) {
    const next = `${resolve(dirname(path), target)}.ts`;
    const plumbing = next.startsWith(join(serverSource, 'platform')) || next.endsWith('callers.ts');
    if (!plumbing && !seen.has(next) && existsSync(next))
      for (const code of codesFrom(next, serverSource, seen)) found.add(code);
  }
  return found;
}

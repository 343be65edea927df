import type { NodeArray, Program, Symbol as TsSymbol, Type, TypeChecker } from 'typescript';
import { type JsonSchema, schemaPointer } from './json-schema.js';

type Compiler = typeof import('typescript');

/** Aliases of text that say more than text. The checker forgets them, the declaration does not. */
const formats: Record<string, string> = { Instant: 'date-time', LocalDate: 'date' };

/** TypeScript's types as JSON Schema 2020-12. Named ones of our own are collected and referred to. */
export class ViewSchemas {
  /** By type name. */
  readonly named: Record<string, JsonSchema> = {};
  private readonly checker: TypeChecker;

  constructor(
    private readonly ts: Compiler,
    program: Program,
    /** Whether a declaration's file is ours; library types are written out or opaque. */
    private readonly isOurs: (file: string) => boolean,
  ) {
    this.checker = program.getTypeChecker();
  }

  of(type: Type): JsonSchema {
    const name = this.nameOf(type);
    if (name === undefined) return this.written(type);
    if (!this.named[name]) {
      this.named[name] = {};
      const description = this.aboutOf(type.aliasSymbol ?? type.symbol);
      this.named[name] = { ...(description ? { description } : {}), ...this.written(type) };
    }
    return { $ref: schemaPointer + name };
  }

  /** The doc comment, without the row it serves: `PK-05. Derived` → `Derived`. */
  aboutOf(symbol: TsSymbol | undefined): string {
    const text = this.ts.displayPartsToString(symbol?.getDocumentationComment(this.checker));
    return withoutRows(text);
  }

  private nameOf(type: Type): string | undefined {
    const symbol = type.aliasSymbol ?? type.symbol;
    const declared = symbol?.declarations?.[0];
    if (!symbol || !declared || !this.isOurs(declared.getSourceFile().fileName)) return undefined;
    const isObject = (type.flags & (this.ts.TypeFlags.Object | this.ts.TypeFlags.Intersection)) !== 0;
    const generic = type.aliasTypeArguments?.length || this.checker.getTypeArguments(type as never).length;
    const anonymous = symbol.name.startsWith('__');
    return isObject && !generic && !anonymous ? symbol.name : undefined;
  }

  private written(type: Type): JsonSchema {
    const { TypeFlags: flag } = this.ts;
    if (type.flags & (flag.Any | flag.Unknown)) return {};
    if (type.isStringLiteral() || type.isNumberLiteral()) return { type: typeof type.value, const: type.value };
    if (type.flags & flag.BooleanLiteral) return { type: 'boolean', const: this.checker.typeToString(type) === 'true' };
    if (type.flags & flag.String) return { type: 'string' };
    if (type.flags & flag.Number) return { type: 'number' };
    if (type.flags & flag.Boolean) return { type: 'boolean' };
    if (type.flags & flag.Null) return { type: 'null' };
    if (type.isUnion()) return this.union(type.types.filter((part) => !(part.flags & flag.Undefined)));
    if (this.checker.isArrayType(type))
      return { type: 'array', items: this.of(this.checker.getTypeArguments(type as never)[0] as Type) };
    return this.object(type);
  }

  private union(types: Type[]): JsonSchema {
    if (types.length === 1) return this.of(types[0] as Type);
    const parts = types.map((part) => this.of(part));
    const constants = parts.filter((part) => 'const' in part);
    const others = parts.filter((part) => !('const' in part));
    const booleans = constants.filter((part) => part.type === 'boolean').length === 2;
    const texts = booleans ? constants.filter((part) => part.type !== 'boolean') : constants;
    if (booleans) others.push({ type: 'boolean' });
    if (texts.length > 0) others.unshift({ type: String(texts[0]?.type), enum: texts.map((part) => part.const) });
    return nullable(others) ?? { anyOf: others };
  }

  private object(type: Type): JsonSchema {
    if (type.symbol?.name === 'Blob') return { type: 'string', format: 'binary' };
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const property of type.getProperties()) {
      const format = this.formatOf(property);
      const schema = this.of(this.checker.getTypeOfSymbol(property));
      const description = this.aboutOf(property);
      properties[property.name] = { ...schema, ...(format ? { format } : {}), ...(description ? { description } : {}) };
      if (!(property.flags & this.ts.SymbolFlags.Optional)) required.push(property.name);
    }
    const index = type.getStringIndexType();
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      ...(index ? { additionalProperties: this.of(index) } : {}),
    };
  }

  private formatOf(property: TsSymbol): string | undefined {
    const declared = property.valueDeclaration;
    if (!declared || !this.ts.isPropertySignature(declared) || !declared.type) return undefined;
    const written = this.ts.isUnionTypeNode(declared.type)
      ? declared.type.types
      : ([declared.type] as unknown as NodeArray<typeof declared.type>);
    return written.map((node) => formats[node.getText()]).find((format) => format !== undefined);
  }
}

/** One part and null as `type: [x, 'null']`. */
function nullable(parts: JsonSchema[]): JsonSchema | undefined {
  const [part, ...more] = parts.filter(({ type }) => type !== 'null');
  if (!part || more.length > 0) return undefined;
  if (parts.length === 1) return part;
  if (part.$ref || typeof part.type !== 'string') return undefined;
  return { ...part, type: [part.type, 'null'], ...(part.enum ? { enum: [...part.enum, null] } : {}) };
}

export function withoutRows(text: string): string {
  return text.replace(/^(?:[A-Z]{2}-\d{2}(?:…[A-Z]{2}-\d{2})?(?:, | and )?)+[:.]?\s*/, '').trim();
}

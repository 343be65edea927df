import { nestedFields } from '@bookinda/contracts/nested';
import { getMetadataStorage } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { JsonSchema } from './json-schema.js';

type Dto = new () => object;

/** A DTO class as JSON Schema: what the input pipe takes, and nothing else. `words` are its fields' doc comments. */
export function inputSchema(dto: Dto, words: Record<string, string> = {}): JsonSchema {
  const { properties = {} } = targetConstructorToSchema(dto, { additionalConverters }) as JsonSchema;
  for (const [name, { dto: inner, each }] of nestedFields(dto)) {
    const schema = inputSchema(inner);
    properties[name] = each ? { ...properties[name], type: 'array', items: schema } : schema;
  }
  const rules = conditionsOf(dto);
  const fields = Object.entries(properties).map(([name, schema]): [string, JsonSchema] => [
    name,
    { ...fieldSchema(schema, rules(name).nullable), ...(words[name] ? { description: words[name] } : {}) },
  ]);
  const required = Object.keys(properties).filter((name) => !rules(name).optional);
  return {
    type: 'object',
    properties: Object.fromEntries(fields),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

/** Rules of our own. */
const additionalConverters = { isLocalDate: { type: 'string' as const, format: 'date' } };

/** 3.0's `each` leaves an empty array schema beside the real one; `nullable` is `type: [x, 'null']` since 3.1. */
function fieldSchema(schema: JsonSchema, nullable: boolean): JsonSchema {
  if (nullable && typeof schema.type === 'string') return { ...schema, type: [schema.type, 'null'] };
  return schema;
}

/** `@IsOptional` leaves a field out; `@ValidateIf` is asked what it says to null and to nothing. */
function conditionsOf(dto: Dto): (name: string) => { optional: boolean; nullable: boolean } {
  const all = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  return (name) => {
    const conditions = all.filter(
      ({ propertyName, type }) => propertyName === name && type === 'conditionalValidation',
    );
    const skips = (object: object) =>
      conditions.some(({ constraints }) => !(constraints[0] as (object: object) => boolean)(object));
    return { optional: skips({}), nullable: skips({ [name]: null }) && !skips({}) };
  };
}

import { ValidateNested } from 'class-validator';

type Dto = new () => object;

/** What a field holds: one of the DTO, or a list of them. */
export interface NestedField {
  dto: Dto;
  each: boolean;
}

const known = new WeakMap<object, Map<string, NestedField>>();

/** A field that holds another DTO, or a list of them; the server checks each by its class. */
export function Nested(dto: Dto, { each = false } = {}): PropertyDecorator {
  return (prototype, name) => {
    ValidateNested({ each })(prototype, name);
    const own = known.get(prototype) ?? new Map<string, NestedField>();
    known.set(prototype, own.set(String(name), { dto, each }));
  };
}

/** The DTO's fields that hold others, inherited ones too. */
export function nestedFields(dto: Dto): Map<string, NestedField> {
  const fields = new Map<string, NestedField>();
  for (let prototype = dto.prototype as object | null; prototype; prototype = Object.getPrototypeOf(prototype))
    for (const [name, inner] of known.get(prototype) ?? []) fields.set(name, inner);
  return fields;
}

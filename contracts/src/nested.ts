import { ValidateNested } from 'class-validator';

type Dto = new () => object;

const known = new WeakMap<object, Map<string, Dto>>();

/** A field that holds another DTO, or a list of them; the server checks each by its class. */
export function Nested(dto: Dto, { each = false } = {}): PropertyDecorator {
  return (prototype, name) => {
    ValidateNested({ each })(prototype, name);
    const own = known.get(prototype) ?? new Map<string, Dto>();
    known.set(prototype, own.set(String(name), dto));
  };
}

/** The DTO's fields that hold others, inherited ones too. */
export function nestedFields(dto: Dto): Map<string, Dto> {
  const fields = new Map<string, Dto>();
  for (let prototype = dto.prototype as object | null; prototype; prototype = Object.getPrototypeOf(prototype))
    for (const [name, inner] of known.get(prototype) ?? []) fields.set(name, inner);
  return fields;
}

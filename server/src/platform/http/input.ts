import { nestedFields } from '@bookinda/contracts/nested';
import type { FieldError } from '@bookinda/contracts/problem';
import {
  type ArgumentMetadata,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type PipeTransform,
} from '@nestjs/common';
import { getMetadataStorage, type ValidationError, validateSync } from 'class-validator';
import { refuseDeep } from './depth.js';
import { Refusal } from './refusal.js';
import { requestOf } from './request.js';

type Dto = new () => object;

/** The validated body, or for GET the query. Its type is the DTO class; nothing undeclared gets through. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = requestOf(context);
  const asked = request.method === 'GET' || request.method === 'HEAD';
  return new Sent(asked ? request.query : request.body, asked);
});

/** What a client sent, on its way to the pipe: nothing else may reach a handler's `@Input()`. */
class Sent {
  constructor(
    readonly value: unknown,
    /** A query's values came as text. */
    readonly asText: boolean,
  ) {}
}

/**
 * Checks what `@Input()` hands over against the parameter's class: `validateSync` on an object with the DTO's
 * prototype, without class-transformer (0.284 against 0.338 ms per request).
 */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { metatype }: ArgumentMetadata): unknown {
    if (!(value instanceof Sent)) return value;
    if (!metatype || metatype === Object) throw new Error('@Input() needs a DTO class as its type.');
    const dto = metatype as Dto;
    return validated(dto, value.asText ? coerced(dto, value.value as object) : value.value);
  }
}

/** The DTO with every field checked, or 400 `invalid-input` with one row per wrong field. */
export function validated<T extends object>(dto: new () => T, value: unknown): T {
  if (value !== undefined && value !== null && !isPlain(value)) {
    throw new Refusal('invalid-input', 'The body must be a JSON object.');
  }
  refuseDeep(value);
  const spoiled = unprintable(value ?? {}, '');
  if (spoiled) throw Refusal.field(spoiled, 'unprintable', 'Contains a character that cannot be stored.');
  const object = shaped(dto, (value ?? {}) as Record<string, unknown>, '');
  const errors = validateSync(object, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    stopAtFirstError: true,
  });
  if (errors.length > 0)
    throw new Refusal('invalid-input', 'Please check the marked fields.', { errors: fieldErrors(errors, '') });
  return object;
}

/** The value with the DTO's prototype, and what it holds with theirs. class-validator lets nulls and lists in lists pass: they do not get here. */
function shaped<T extends object>(dto: new () => T, value: Record<string, unknown>, path: string): T {
  // The validator asks an object for its class: a field of that name would choose the rules.
  if (Object.hasOwn(value, 'constructor'))
    throw Refusal.field(`${path}constructor`, 'whitelist-validation', 'There is no such field.');
  const object = Object.assign(Object.create(dto.prototype as object), value) as Record<string, unknown>;
  for (const name of optionalFields(dto)) if (object[name] === null) delete object[name];
  for (const [name, { dto: inner, each }] of nestedFields(dto)) {
    const shape = (one: unknown, at: string) => {
      if (!isPlain(one)) throw Refusal.field(at, 'nested-validation', 'Must be an object.');
      return shaped(inner, one, `${at}.`);
    };
    const held = value[name];
    const at = path + name;
    if (each && Array.isArray(held)) object[name] = held.map((one, n) => shape(one, `${at}.${n}`));
    else if (!each && held !== undefined && held !== null) object[name] = shape(held, at);
  }
  return object as T;
}

const optional = new WeakMap<object, string[]>();

/** Fields with `@IsOptional`, which lets null pass as well: it means left out, so that no use case meets a null its type denies. */
function optionalFields(dto: Dto): string[] {
  const known = optional.get(dto);
  if (known) return known;
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const names = rules.filter(({ name }) => name === 'isOptional').map(({ propertyName }) => propertyName);
  optional.set(dto, names);
  return names;
}

/** A JSON object, or a form's fields (their parser gives them a bare prototype of its own). */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Query text as the DTO's declared type: numbers and booleans. What does not fit stays text and fails validation. */
function coerced(dto: Dto, query: object): Record<string, unknown> {
  const entries = Object.entries(query).map(([name, value]) => {
    const declared: unknown = Reflect.getMetadata('design:type', dto.prototype as object, name);
    if (declared === Number && typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return [name, Number(value)];
    if (declared === Boolean && (value === 'true' || value === 'false')) return [name, value === 'true'];
    return [name, value];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** Path of the first text PostgreSQL would refuse: NUL or a lone surrogate. */
function unprintable(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path || 'body' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const at = path ? `${path}.${name}` : name;
    const spoiled = unprintable(name, at) ?? unprintable(inner, at);
    if (spoiled) return spoiled;
  }
  return undefined;
}

function fieldErrors(errors: ValidationError[], parent: string): FieldError[] {
  return errors.flatMap((error) => {
    const path = parent ? `${parent}.${error.property}` : error.property;
    const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({
      path,
      code: kebab(code),
      message,
    }));
    return [...own, ...fieldErrors(error.children ?? [], path)];
  });
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at: number) => (at ? '-' : '') + letter.toLowerCase());
}

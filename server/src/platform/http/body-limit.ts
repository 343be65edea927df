import { limits } from '@bookinda/contracts/limits';
import { nestedFields } from '@bookinda/contracts/nested';
import { getMetadataStorage } from 'class-validator';

type Dto = new () => object;

/** The least a route takes, in bytes: also what a route takes that declares no body. */
export const smallestBody = 4 * 1024;

/** JSON may write each UTF-16 unit of a text as `\uXXXX`. */
const bytesPerUnit = 6;
/** Numbers, dates, ids and words of a list, with quotes. */
const bytesOfWord = 128;
/** Space for indentation, and for fields that are one too many: they are named to the sender, not cut off. */
const slack = 1.25;

/**
 * How many bytes the longest body can have that the DTO accepts, as JSON with everything escaped and indented; at least
 * `smallestBody`, at most `limits.bodyBytes`. What is longer is refused before it is parsed.
 */
export function bodyLimitOf(dto: Dto | undefined): number {
  const longest = dto ? Math.ceil((longestOf(dto) * slack) / 1024) * 1024 : 0;
  return Math.min(Math.max(longest, smallestBody), limits.bodyBytes);
}

function longestOf(dto: Dto): number {
  const nested = nestedFields(dto);
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const names = [...new Set(rules.map(({ propertyName }) => propertyName))];
  return names.reduce((sum, name) => {
    const numbers = new Map(
      rules
        .filter(({ propertyName }) => propertyName === name)
        .map(({ name: rule = '', constraints }) => [rule, (constraints as unknown[] | undefined) ?? []]),
    );
    const items = Number(numbers.get('arrayMaxSize')?.[0] ?? 1);
    const units = Number(numbers.get('maxLength')?.[0] ?? numbers.get('isLength')?.[1] ?? 0);
    const inner = nested.get(name);
    const value = inner
      ? longestOf(inner.dto)
      : numbers.has('isObject')
        ? limits.metadataBytes * bytesPerUnit
        : Math.max(units * bytesPerUnit, bytesOfWord);
    return sum + name.length + 8 + items * (value + 4);
  }, 2);
}

/** The DTO among a handler's parameters: the class with rules for its fields. */
export function inputAmong(types: readonly unknown[]): Dto | undefined {
  return types.find(
    (type): type is Dto =>
      typeof type === 'function' &&
      getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0,
  );
}

import { limits } from '@bookinda/contracts/limits';

/**
 * A name that is safe to show and to save under: no folders (`../../`), no control or direction-changing characters, no
 * leading dots, at most `limits.files.nameLength` characters with its ending kept.
 */
export function cleanFileName(sent: string): string {
  const base = sent.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const printable = base
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+/, '')
    .trim();
  const characters = [...printable];
  if (characters.length <= limits.files.nameLength) return printable || 'file';
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(printable)?.[0] ?? '';
  return characters.slice(0, limits.files.nameLength - [...ending].length).join('') + ending;
}

/** `attachment` with the name in both notations of RFC 6266. */
export function attachmentHeader(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const full = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}

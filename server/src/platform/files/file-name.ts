import { limits } from '@bookinda/contracts/limits';
import type { MediaType } from './media-type.js';

/** Endings that name a type, the usual one first. */
const endings: Record<MediaType, readonly string[]> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log', 'md'],
  'text/csv': ['csv'],
  'video/mp4': ['mp4', 'm4v'],
  'video/webm': ['webm'],
  'video/quicktime': ['mov', 'qt'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a', 'mp4'],
  'application/zip': ['zip'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
};
const known = new Set(Object.values(endings).flat());

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

/**
 * A4: the name with an ending of what the bytes are, since the ending decides what opens a file. A wrong ending that
 * names another accepted type is replaced, `photo.jpg` → `photo.png`; any other one stays in front, `p.html` → `p.html.png`.
 */
export function nameOfType(name: string, mediaType: string): string {
  const right = endings[mediaType as MediaType];
  if (!right) return name;
  const sent = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1] ?? '';
  if (right.includes(sent.toLowerCase())) return name;
  const stem = known.has(sent.toLowerCase()) ? name.slice(0, -sent.length - 1) : name;
  const ending = `.${right[0]}`;
  return [...(stem || 'file')].slice(0, limits.files.nameLength - ending.length).join('') + ending;
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

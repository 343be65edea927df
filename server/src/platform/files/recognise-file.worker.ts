import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';

/*
 * Runs in a thread of its own. Node reads this file as it is under tests, by stripping its types, so it uses no syntax that
 * needs a compiler, and what it imports of ours has the ending that this file has.
 */
const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const { withoutMetadata }: typeof import('./picture-metadata.js') = await import(`./picture-metadata${ending}`);

export interface RecogniseTask {
  path: string;
  /** Whether a picture at `path` loses its metadata, in place. */
  cleansPictures: boolean;
}

/** What the bytes of a file say. */
export interface Recognised {
  /** `text` for plain text, the media type of a known binary format, null for everything else. */
  found: string | null;
  /** Set where the file at the path was rewritten without metadata. */
  rewritten?: { size: number; sha256: Uint8Array };
}

/**
 * Elements with which a "text" becomes a page or a picture with scripts when something opens it as one. White space is
 * limited and never meets more white space: with two unlimited runs, n spaces after a `<` cost n² steps (64 KiB: 6 s).
 */
const markup =
  /<\s{0,8}(?:[!?/]\s{0,8})?(?:doctype|xml|html|head|body|svg|math|script|style|i?frame|object|embed|link|meta|base|form|img|template)\b/i;
/** The longest thing that `markup` can find, and one character for its `\b`. */
const longestMarkup = 32;

/** The file at `path`; rejects when it cannot be read. */
export default async function recognise({ path, cleansPictures }: RecogniseTask): Promise<Recognised> {
  const found = (await fileTypeFromFile(path).catch(() => undefined))?.mime;
  if (!found) return { found: (await isPlainText(path)) ? 'text' : null };
  const rewritten = cleansPictures ? await cleaned(path, found) : undefined;
  return { found, ...(rewritten && { rewritten }) };
}

/** Writes the picture over itself: it never grows by more than its orientation. A crash leaves a copy aside that goes with its trace. */
async function cleaned(path: string, mediaType: string): Promise<Recognised['rewritten']> {
  if (!mediaType.startsWith('image/')) return undefined;
  const before = await readFile(path);
  const after = withoutMetadata(before, mediaType);
  if (!after || after.equals(before)) return undefined;
  const file = await open(path, 'r+');
  try {
    await file.writeFile(after);
    await file.truncate(after.length);
    await file.sync();
  } finally {
    await file.close();
  }
  return { size: after.length, sha256: createHash('sha256').update(after).digest() };
}

/** Valid UTF-8 without control characters and without markup. Reads in pieces: a check need not cost the file's size in memory. */
async function isPlainText(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let tail = '';
  try {
    for await (const piece of file.createReadStream({ highWaterMark: 64 * 1024 }) as AsyncIterable<Buffer>) {
      const text = tail + decoder.decode(piece, { stream: true });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what text must not have.
      if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) || markup.test(text)) return false;
      tail = text.slice(-longestMarkup);
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  } finally {
    await file.close().catch(() => undefined);
  }
}

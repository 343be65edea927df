import { open } from 'node:fs/promises';
import { acceptedMediaTypes } from '@bookinda/contracts/limits';
import { fileTypeFromFile } from 'file-type';

export type MediaType = (typeof acceptedMediaTypes)[number];

/** Other names for what we accept. */
const alsoCalled: Record<string, MediaType> = { 'audio/x-m4a': 'audio/mp4', 'video/x-m4v': 'video/mp4' };

/** Elements with which a "text" becomes a page or a picture with scripts when something opens it as one. */
const markup =
  /<\s*[!?/]?\s*(?:doctype|xml|html|head|body|svg|math|script|style|i?frame|object|embed|link|meta|base|form|img|template)\b/i;

/**
 * What a file is, by its bytes; undefined when it is nothing we accept. Text has no mark of its own: it is whatever is
 * valid UTF-8 without control characters and without markup, and only there the name decides, between plain and CSV.
 */
export async function mediaTypeOf(path: string, name: string): Promise<MediaType | undefined> {
  const found = (await fileTypeFromFile(path).catch(() => undefined))?.mime;
  if (found) return accepted(found);
  if (!(await isPlainText(path))) return undefined;
  return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain';
}

function accepted(mime: string): MediaType | undefined {
  return alsoCalled[mime] ?? acceptedMediaTypes.find((type) => type === mime);
}

/** Reads in pieces: the check must not cost ten megabytes of memory per upload. */
async function isPlainText(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let tail = '';
  try {
    for await (const piece of file.createReadStream({ highWaterMark: 64 * 1024 }) as AsyncIterable<Buffer>) {
      const text = tail + decoder.decode(piece, { stream: true });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what text must not have.
      if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) || markup.test(text)) return false;
      tail = text.slice(-64);
    }
    decoder.decode();
    return true;
  } catch {
    return false;
  } finally {
    await file.close().catch(() => undefined);
  }
}

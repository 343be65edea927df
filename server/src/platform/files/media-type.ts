import { acceptedMediaTypes } from '@bookinda/contracts/limits';
import type { Recognised } from './recognise-file.worker.js';

export type MediaType = (typeof acceptedMediaTypes)[number];

/** Other names for what we accept. */
const alsoCalled: Record<string, MediaType> = { 'audio/x-m4a': 'audio/mp4', 'video/x-m4v': 'video/mp4' };

/**
 * The media type of a file by its bytes; undefined when it is nothing we accept. Only for text, which has no mark of
 * its own, the name decides: between plain and CSV.
 */
export function mediaTypeOf({ found }: Recognised, name: string): MediaType | undefined {
  if (found === null) return undefined;
  if (found === 'text') return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain';
  return alsoCalled[found] ?? acceptedMediaTypes.find((type) => type === found);
}

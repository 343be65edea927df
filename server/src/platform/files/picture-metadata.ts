import { crc32 } from 'node:zlib';

/*
 * Cuts out of a picture what a camera or an editor wrote about it: places, times, devices, names, thumbnails. Lossless: the
 * picture's own bytes are copied. Runs in a thread and as Node reads it, like recognise-file.worker.ts.
 */

/** The picture without metadata, its orientation kept; undefined for other types and where the bytes are not understood. */
export function withoutMetadata(bytes: Buffer, mediaType: string): Buffer | undefined {
  const clean = cleaners[mediaType];
  try {
    return clean?.(bytes);
  } catch {
    // Reads beyond the end of a broken file. It stays as it was sent.
    return undefined;
  }
}

const cleaners: Record<string, (bytes: Buffer) => Buffer> = {
  'image/jpeg': cleanJpeg,
  'image/png': cleanPng,
  'image/webp': cleanWebp,
  'image/gif': cleanGif,
};

/** 1 to 8 as in Exif's tag 0x0112, of a TIFF structure; 1 (upright) where it says nothing. */
function orientationOf(tiff: Buffer): number {
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let n = 0; n < short(directory); n++) {
    const entry = directory + 2 + n * 12;
    if (short(entry) === 0x0112) return short(entry + 8);
  }
  return 1;
}

function safeOrientationOf(tiff: Buffer): number {
  try {
    const orientation = orientationOf(tiff);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  } catch {
    return 1;
  }
}

/** A TIFF structure with nothing but the orientation. */
function tiffOf(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM\0*', 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  return tiff;
}

const endOfJpeg = 0xd9;
const exifMark = 'Exif\0\0';

/**
 * Kept are JFIF, colour profiles, Adobe's colour transform and all that is the picture. Gone are all other application
 * segments, comments, and what follows the end: further pictures of the same shot with metadata of their own.
 */
function cleanJpeg(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let orientation = 1;
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = bytes.readUInt8(at + 1);
    // Filling, and bytes that decoders skip.
    if (bytes[at] !== 0xff || marker === 0xff || marker === 0) {
      at += 1;
      continue;
    }
    if (marker === endOfJpeg) break;
    // A picture that was cut off ends where it does; its metadata stood in front.
    const end = Math.min(bytes.length, at + 2 + bytes.readUInt16BE(at + 2));
    const segment = bytes.subarray(at, end);
    const starts = (mark: string) => segment.toString('latin1', 4, 4 + mark.length) === mark;
    if (marker === 0xe1 && starts(exifMark)) orientation = safeOrientationOf(segment.subarray(10));
    const isKept =
      marker === 0xe0 ? starts('JFIF\0') : marker === 0xe2 ? starts('ICC_PROFILE\0') : marker === 0xee || marker < 0xe0;
    if (isKept) parts.push(segment);
    at = end;
    if (marker !== 0xda) continue;
    // The compressed picture, up to the next marker: a stuffed zero and restarts belong to it.
    let next = at;
    do next = bytes.indexOf(0xff, next) + 1;
    while (next > 0 && next < bytes.length && isInScan(bytes.readUInt8(next)));
    const scanEnd = next > 0 && next < bytes.length ? next - 1 : bytes.length;
    parts.push(bytes.subarray(at, scanEnd));
    at = scanEnd;
  }
  parts.push(Buffer.from([0xff, endOfJpeg]));
  const start = [bytes.subarray(0, 2)];
  const [jfif] = parts;
  if (jfif?.[1] === 0xe0) start.push(parts.shift() as Buffer);
  if (orientation > 1) {
    const body = Buffer.concat([Buffer.from(exifMark, 'latin1'), tiffOf(orientation)]);
    start.push(Buffer.from([0xff, 0xe1, 0, body.length + 2]), body);
  }
  return Buffer.concat([...start, ...parts]);
}

function isInScan(marker: number): boolean {
  return marker === 0 || (marker >= 0xd0 && marker <= 0xd7);
}

/** Ancillary chunks that change how the picture looks; critical ones begin with a capital letter. */
const lookOfPng = 'tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' ');

function cleanPng(bytes: Buffer): Buffer {
  const parts = [bytes.subarray(0, 8)];
  let orientation = 1;
  for (let at = 8, name = ''; name !== 'IEND'; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) throw new RangeError('Cut off.');
    name = bytes.toString('latin1', at + 4, at + 8);
    if (name === 'eXIf') orientation = safeOrientationOf(bytes.subarray(at + 8, end - 4));
    if (/^[A-Z]/.test(name) || lookOfPng.includes(name)) parts.push(bytes.subarray(at, end));
    at = end;
  }
  if (orientation > 1) parts.splice(2, 0, pngChunk('eXIf', tiffOf(orientation)));
  return Buffer.concat(parts);
}

function pngChunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(body.length, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  return chunk;
}

const partsOfWebp = ['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'];
/** Bits of VP8X that announce metadata. */
const webpExif = 0x08;
const webpXmp = 0x04;

function cleanWebp(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let orientation = 1;
  let flags: Buffer | undefined;
  const whole = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  for (let at = 12; at + 8 <= whole; ) {
    const size = bytes.readUInt32LE(at + 4);
    const name = bytes.toString('latin1', at, at + 4);
    if (at + 8 + size > bytes.length) throw new RangeError('Cut off.');
    const chunk = Buffer.alloc(8 + size + (size % 2));
    bytes.copy(chunk, 0, at, at + 8 + size);
    if (name === 'EXIF') {
      const body = chunk.subarray(8);
      orientation = safeOrientationOf(body.toString('latin1', 0, 6) === exifMark ? body.subarray(6) : body);
    }
    if (name === 'VP8X') flags = chunk;
    if (partsOfWebp.includes(name)) parts.push(chunk);
    at += chunk.length;
  }
  if (flags) flags[8] = flags.readUInt8(8) & ~(webpExif | webpXmp);
  if (flags && orientation > 1) {
    flags[8] = flags.readUInt8(8) | webpExif;
    const tiff = tiffOf(orientation);
    const head = Buffer.from('EXIF\0\0\0\0', 'latin1');
    head.writeUInt32LE(tiff.length, 4);
    parts.push(head, tiff);
  }
  const body = Buffer.concat(parts);
  const riff = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  riff.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([riff, body]);
}

/** How often an animation runs; every other application's block is metadata. */
const runsOfGif = ['NETSCAPE2.0', 'ANIMEXTS1.0'];

function cleanGif(bytes: Buffer): Buffer {
  const tableSize = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableSize(bytes.readUInt8(10));
  const parts = [bytes.subarray(0, at)];
  const afterBlocks = (start: number) => {
    let next = start;
    for (let size = bytes.readUInt8(next); size > 0; size = bytes.readUInt8(next)) next += size + 1;
    return next + 1;
  };
  for (;;) {
    const kind = bytes.readUInt8(at);
    if (kind === 0x3b) return Buffer.concat([...parts, bytes.subarray(at, at + 1)]);
    if (kind !== 0x2c && kind !== 0x21) throw new RangeError('No block.');
    const label = bytes.readUInt8(at + 1);
    const end = afterBlocks(kind === 0x2c ? at + 11 + tableSize(bytes.readUInt8(at + 9)) : at + 2);
    const isMetadata =
      kind === 0x21 &&
      (label === 0xfe || (label === 0xff && !runsOfGif.includes(bytes.toString('latin1', at + 3, at + 14))));
    if (!isMetadata) parts.push(bytes.subarray(at, end));
    at = end;
  }
}

import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { fileTypeFromBuffer } from 'file-type';
import { withoutMetadata } from './picture-metadata.js';

/** Two rectangles and a square, drawn and encoded by a browser. */
const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAME/8QAHxAAAQMDBQAAAAAAAAAAAAAAAwABAgQhQQURIjFx/8QAFAEBAAAAAAAAAAAAAAAAAAAABP/EABsRAAEEAwAAAAAAAAAAAAAAAAABBYHBERJC/9oADAMBAAIRAxEAPwCZCUT6YIYwzasaW5CO/F43t35jCyIiQ3dRYl1TGk0f/9k=',
  'base64',
);
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAICAYAAADwdn+XAAAAQklEQVR4AayOQQ4AMAQEpV/iTX3t9k16Ii4lUpJJJJi1wKwZvKEZiz7LBQyQ0XG6oHMUd+cER4SMmFD1cx9USa/5BQAA///lwEF/AAAABklEQVQDADXDLblw6RojAAAAAElFTkSuQmCC',
  'base64',
);
const webp = Buffer.from(
  'UklGRj4CAABXRUJQVlA4WAoAAAAgAAAADwAABwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggUAAAAHACAJ0BKhAACAACwEwlsAJ0ugAQhxiufar9kYAA4n9W0XrHVx00PuLhzXSRUjOngv5sU+xaEOal0t/Nvkrj6UP/kqUbGsq1jTn1e+OkAAAA',
  'base64',
);

/** Stands for everything that must not reach the desk. */
const secret = '47.4979 N 19.0402 E';

/** Exif as a phone writes it: orientation, a description, and a GPS directory with the place. */
function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(160);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(3, 8);
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  entry(10, 0x010e, 2, secret.length + 1, 100);
  entry(22, 0x0112, 3, 1, orientation);
  entry(34, 0x8825, 4, 1, 50);
  // GPSLatitudeRef, GPSLatitude
  tiff.writeUInt16LE(2, 50);
  entry(52, 1, 2, 2, 'N'.charCodeAt(0));
  entry(64, 2, 5, 3, 124);
  tiff.write(secret, 100, 'latin1');
  for (const [n, part] of [47, 29, 52].entries()) {
    tiff.writeUInt32LE(part, 124 + n * 8);
    tiff.writeUInt32LE(1, 128 + n * 8);
  }
  return tiff;
}

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>${secret}</exif:GPSLatitude></x:xmpmeta>`;

function segment(marker: number, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body as string, 'latin1');
  return Buffer.concat([Buffer.from([0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 255]), bytes]);
}

function jpegWith(orientation: number): Buffer {
  const jfif = 2 + 2 + jpeg.readUInt16BE(4);
  return Buffer.concat([
    jpeg.subarray(0, jfif),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif(orientation)])),
    segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${xmp}`),
    segment(0xe2, `MPF\0${secret}`),
    segment(0xed, `Photoshop 3.0\0${secret}`),
    segment(0xfe, secret),
    jpeg.subarray(jfif),
    // A phone's second picture of the same shot, with the same place.
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif(1)])),
  ]);
}

function chunk(name: string, body: Buffer | string): Buffer {
  const named = Buffer.concat([Buffer.from(name), Buffer.from(body as string)]);
  const bytes = Buffer.alloc(named.length + 8);
  bytes.writeUInt32BE(named.length - 4, 0);
  named.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(named), named.length + 4);
  return bytes;
}

function pngWith(orientation: number): Buffer {
  const header = 8 + 25;
  return Buffer.concat([
    png.subarray(0, header),
    chunk('eXIf', exif(orientation)),
    chunk('tEXt', `Comment\0${secret}`),
    chunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${xmp}`),
    chunk('tIME', Buffer.from([7, 0xea, 11, 30, 22, 0, 0])),
    png.subarray(header),
    Buffer.from(`<!doctype html>${secret}`),
  ]);
}

function riff(name: string, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body as string);
  const head = Buffer.from(`${name}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)]);
}

function webpOf(...chunks: Buffer[]): Buffer {
  return riff('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));
}

function webpWith(orientation: number): Buffer {
  const extended = Buffer.from([0x0c, 0, 0, 0, 15, 0, 0, 7, 0, 0]);
  return webpOf(riff('VP8X', extended), pictureOfWebp(), riff('EXIF', exif(orientation)), riff('XMP ', xmp));
}

/** The compressed picture's chunk. */
function pictureOfWebp(): Buffer {
  const at = webp.indexOf('VP8 ');
  return webp.subarray(at, at + 8 + webp.readUInt32LE(at + 4) + (webp.readUInt32LE(at + 4) % 2));
}

const gifHead = Buffer.from('47494638396101000100800000ff0000ffffff', 'hex');
const gifRuns = Buffer.from('21ff0b4e45545343415045322e300301000000', 'hex');
const gifPicture = Buffer.from('2c00000000010001000002024401003b', 'hex');
const gif = Buffer.concat([gifHead, gifRuns, gifPicture]);
const block = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text), Buffer.from([0])]);
const gifWith = () =>
  Buffer.concat([
    gifHead,
    gifRuns,
    Buffer.from([0x21, 0xfe]),
    block(secret),
    Buffer.from([0x21, 0xff]),
    Buffer.concat([block('XMP DataXMP').subarray(0, 12), block(xmp)]),
    gifPicture,
    Buffer.from(secret),
  ]);

const cases: [string, (orientation: number) => Buffer, Buffer][] = [
  ['image/jpeg', jpegWith, jpeg.subarray(jpeg.indexOf(Buffer.from([0xff, 0xda])), -2)],
  ['image/png', pngWith, png.subarray(33)],
  ['image/webp', webpWith, pictureOfWebp()],
];

describe('pictures of customers keep their places to themselves', () => {
  it.each(cases)(
    '%s loses place, time, text and what follows its end; the picture is copied byte for byte',
    async (type, given, picture) => {
      const clean = withoutMetadata(given(1), type);
      expect(clean).toBeDefined();
      expect(clean?.includes(secret)).toBe(false);
      expect(clean?.includes('Exif')).toBe(false);
      expect(clean?.includes('eXIf')).toBe(false);
      expect(clean?.includes('xmpmeta')).toBe(false);
      expect(clean?.includes(picture)).toBe(true);
      expect((await fileTypeFromBuffer(clean ?? Buffer.alloc(0)))?.mime).toBe(type);
    },
  );

  it.each(cases)('%s stays turned the way it was held', (type, given) => {
    for (const orientation of [3, 6, 8]) {
      const clean = withoutMetadata(given(orientation), type);
      expect(clean?.includes(secret)).toBe(false);
      const tiff = clean?.indexOf('MM\0*', 'latin1') ?? -1;
      expect(tiff).toBeGreaterThan(0);
      expect(clean?.readUInt16BE(tiff + 18)).toBe(orientation);
      // Once more changes nothing.
      expect(withoutMetadata(clean ?? Buffer.alloc(0), type)?.equals(clean ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it('an animation keeps how often it runs and loses its comments', () => {
    expect(withoutMetadata(gifWith(), 'image/gif')?.equals(gif)).toBe(true);
  });

  it('pictures without metadata stay as they are', () => {
    expect(withoutMetadata(jpeg, 'image/jpeg')?.equals(jpeg)).toBe(true);
    expect(withoutMetadata(png, 'image/png')?.equals(png)).toBe(true);
    expect(withoutMetadata(webp, 'image/webp')?.equals(webp)).toBe(true);
    expect(withoutMetadata(gif, 'image/gif')?.equals(gif)).toBe(true);
    expect(withoutMetadata(Buffer.from('%PDF-1.4'), 'application/pdf')).toBeUndefined();
  });

  it('bytes that are cut anywhere neither throw nor grow', () => {
    for (const [type, given] of [...cases, ['image/gif', gifWith] as const]) {
      const whole = given(6);
      for (let length = 0; length < whole.length; length++) {
        const clean = withoutMetadata(whole.subarray(0, length), type);
        expect(clean?.length ?? 0).toBeLessThanOrEqual(length + 4);
      }
    }
  });

  it('a cut JPEG loses its metadata as well', () => {
    const whole = jpegWith(6);
    const clean = withoutMetadata(whole.subarray(0, whole.indexOf(Buffer.from([0xff, 0xda])) + 40), 'image/jpeg');
    expect(clean?.includes(secret)).toBe(false);
    expect(clean?.readUInt16BE(clean.indexOf('MM\0*', 'latin1') + 18)).toBe(6);
  });
});

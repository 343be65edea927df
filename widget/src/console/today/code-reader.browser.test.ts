import { expect } from '@open-wc/testing';
import { encodeQR } from 'qr';
import { codeReader } from './code-reader.js';

/** A video that shows a canvas. */
async function filmed(draw: (context: CanvasRenderingContext2D) => void): Promise<HTMLVideoElement> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 640, 480);
  draw(context);
  const video = Object.assign(document.createElement('video'), { muted: true, srcObject: canvas.captureStream(10) });
  const again = setInterval(() => draw(context), 50);
  await video.play();
  clearInterval(again);
  return video;
}

function drawn(text: string, scale: number, at: number) {
  return (context: CanvasRenderingContext2D) => {
    context.fillStyle = '#000';
    for (const [y, row] of encodeQR(text, 'raw', { ecc: 'medium', border: 4 }).entries())
      for (const [x, dark] of row.entries()) if (dark) context.fillRect(at + x * scale, at + y * scale, scale, scale);
  };
}

describe('the code reader', () => {
  it('PK-07 reads a code from a picture, near and far', async () => {
    const read = await codeReader();
    for (const [scale, at] of [
      [12, 20],
      [4, 200],
    ] as const)
      expect(await read(await filmed(drawn('7KQPX3MTRA', scale, at)))).to.equal('7KQPX3MTRA');
  });

  it('PK-07 a picture without a code is none', async () => {
    const read = await codeReader();
    expect(await read(await filmed((context) => context.strokeRect(10, 10, 200, 100)))).to.equal(null);
  });
});

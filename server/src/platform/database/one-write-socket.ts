import { Socket } from 'node:net';

/**
 * A statement is sent as several messages, corked. They leave as one piece of memory: handing the kernel a list of ten
 * small ones costs more than copying them together (27 instead of 33 µs CPU a statement).
 */
export class OneWriteSocket extends Socket {
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'buffer' as BufferEncoding, done);
  }
}

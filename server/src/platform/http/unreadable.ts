import type { Socket } from 'node:net';
import type { Problem } from '@bookinda/contracts/problem';

/** How long the sender may take to read the answer before the connection is cut. */
const lingerMs = 1_000;

/**
 * Bytes that did not even become a request: too many headers, no HTTP, or never finished. Answered as a problem where
 * somebody still listens. What the sender still sends is read away: a socket closed over unread bytes is reset, and the
 * answer is lost with it.
 */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const detail =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'The headers are larger than 16 KiB.'
      : 'This is no request that can be read.';
  const problem: Problem = { type: 'about:blank', title: 'Bad request', status: 400, detail, code: 'bad-request' };
  const body = JSON.stringify(problem);
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  socket.removeAllListeners('data').resume();
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

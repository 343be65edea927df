import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type Problem, type ProblemCode, problems } from '@bookinda/contracts/problem';

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
  const [code, detail] = reasons[error.code ?? ''] ?? ['bad-request', 'This is no request that can be read.'];
  answerOnSocket(socket, code, detail);
  socket.removeAllListeners('data').resume();
}

const reasons: Record<string, [ProblemCode, string]> = {
  HPE_HEADER_OVERFLOW: ['bad-request', 'The headers are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['too-slow', 'The request took too long to arrive.'],
};

/** A problem where there is no reply to send it with; the connection closes within a second. */
export function answerOnSocket(socket: Socket, code: ProblemCode, detail: string): void {
  const status = problems[code];
  const title = STATUS_CODES[status] ?? code;
  const problem: Problem = { type: 'about:blank', title, status, detail, code };
  const body = JSON.stringify(problem);
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nconnection: close\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

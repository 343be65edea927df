import type { Problem } from '@bookinda/contracts/problem';
import type { Nothing, Route } from '@bookinda/contracts/route';
import type { UploadReceipt } from '@bookinda/contracts/support/ticket';
import { newKey } from '../../platform/call.js';
import { ProblemError, retryAfterOf } from '../../platform/problem-error.js';

/** Where files go and in whose name. */
export interface UploadDoor {
  route: Pick<Route<Nothing, UploadReceipt>, 'path'>;
  headers: () => Record<string, string>;
  /** Hears why a file was refused. */
  refused?: (error: unknown) => void;
}

function problemOf(request: XMLHttpRequest): ProblemError {
  const retryAfter = retryAfterOf(request.getResponseHeader('retry-after'));
  try {
    return new ProblemError(request.status, JSON.parse(request.responseText) as Partial<Problem>, retryAfter);
  } catch {
    return new ProblemError(request.status, {}, retryAfter);
  }
}

/** Sends one file, telling the sent part (0–1). By XMLHttpRequest, because fetch does not tell how much was sent. */
export function uploadFile(
  door: UploadDoor,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<UploadReceipt> {
  const { promise, resolve, reject } = Promise.withResolvers<UploadReceipt>();
  const request = new XMLHttpRequest();
  request.open('POST', door.route.path);
  for (const [name, value] of Object.entries({
    accept: 'application/json',
    'idempotency-key': newKey(),
    ...door.headers(),
  }))
    request.setRequestHeader(name, value);
  request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
  request.onload = () =>
    request.status < 300 ? resolve(JSON.parse(request.responseText) as UploadReceipt) : reject(problemOf(request));
  request.onerror = () => reject(new ProblemError(0));
  signal.addEventListener('abort', () => {
    request.abort();
    reject(signal.reason as Error);
  });
  const form = new FormData();
  form.append('file', file, file.name);
  request.send(form);
  return promise;
}

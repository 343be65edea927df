import type { UploadReceipt } from '@bookinda/contracts/support/ticket';

/** How an upload ended badly; `status` 0: no answer. */
export interface UploadRefusal {
  status: number;
  code: string;
}

const rare = {
  en: {
    noRoom: 'The storage is full. Your text can be sent without the file.',
    enough: 'Too many files arrived today. Your text can be sent without the file.',
    filesGone: 'Your files are no longer here. Attach them again, or send without them.',
  },
  hu: {
    noRoom: 'A tárhely megtelt. A szöveg fájl nélkül is elküldhető.',
    enough: 'Ma már túl sok fájl érkezett. A szöveg fájl nélkül is elküldhető.',
    filesGone: 'A fájlok már nincsenek meg. Csatolja újra őket, vagy küldje el nélkülük.',
  },
};

/** What hardly anybody reads; here, so that a language weighs the same for those who attach nothing. */
export const rareWords = (language: string) => rare[language.startsWith('hu') ? 'hu' : 'en'];

/**
 * Sends one file as multipart/form-data. XMLHttpRequest, because fetch cannot tell how far it is. Tries again after 429, 5xx and
 * no answer, at most 4 times, where that can help; rejects with an UploadRefusal, or the signal's reason when cancelled.
 */
export async function upload(
  url: string,
  headers: () => Promise<Record<string, string>>,
  file: File,
  progress: (loaded: number) => void,
  signal: AbortSignal,
): Promise<UploadReceipt> {
  for (let tried = 1; ; tried++) {
    const answer = await once(url, await headers(), file, progress, signal);
    if (answer.status >= 200 && answer.status < 300) return answer.body as UploadReceipt;
    const { status } = answer;
    const code = (answer.body as { code?: string })?.code ?? '';
    // No room and too much for today: seconds change nothing.
    const again = !status || ((status === 429 || status >= 500) && code !== 'upload-quota' && code !== 'storage-full');
    if (!again || tried > 4) throw { status, code } satisfies UploadRefusal;
    await new Promise((next) => setTimeout(next, (answer.retryAfter ?? 2 ** tried / 4) * (1000 + 250 * Math.random())));
    signal.throwIfAborted();
  }
}

interface Answer {
  status: number;
  body: unknown;
  /** Seconds. */
  retryAfter: number | undefined;
}

function once(
  url: string,
  headers: Record<string, string>,
  file: File,
  progress: (loaded: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => progress(event.loaded / event.total);
    request.onloadend = () => {
      let body: unknown;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = undefined;
      }
      const wait = request.status && request.getResponseHeader('retry-after');
      done({ status: request.status, body, retryAfter: wait ? Number(wait) || undefined : undefined });
    };
    signal.addEventListener('abort', () => {
      request.onloadend = null;
      request.abort();
      fail(signal.reason);
    });
    request.send(form);
  });
}

import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** What came back; status 0: nothing came, the connection broke. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: Record<string, unknown>;
}

export interface Sending {
  headers: Record<string, string>;
  body?: object;
  key?: string;
  /** Tear the connection when half of the body is sent, or when all is and no answer came. */
  tear?: 'half-sent' | 'unanswered';
}

const agent = new Agent({ keepAlive: false });

/** One request on a connection of its own. Never throws: what breaks is status 0. */
export function send(
  method: string,
  url: string,
  { headers, body, key = randomUUID(), tear }: Sending,
): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve) => {
    const broken = (error?: Error) => resolve({ status: 0, headers: {}, text: String(error ?? 'torn'), body: {} });
    const sent = request(url, {
      agent,
      method,
      headers: {
        ...headers,
        ...(method === 'POST' ? { 'idempotency-key': key } : {}),
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
      },
    });
    sent.on('error', broken);
    sent.on('response', (answer) => {
      let received = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        received += chunk;
      });
      answer.on('error', broken);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: received, body: parsed(received) }),
      );
    });
    if (tear === 'half-sent') {
      sent.write(text?.slice(0, text.length >> 1) ?? '', () => sent.destroy());
    } else if (tear === 'unanswered') {
      sent.end(text, () => setTimeout(() => sent.destroy(), Math.random() * 20));
    } else {
      sent.end(text);
    }
  });
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Sends again under the same key until an answer tells what became of it. */
export async function sendUntilTold(
  method: string,
  url: string,
  sending: Sending & { key: string },
  patienceMs = 20_000,
): Promise<Answer> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await send(method, url, sending);
    const later =
      answer.status === 0 || answer.status === 503 || (answer.status === 409 && answer.body.code === 'in-progress');
    if (!later || Date.now() > deadline) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const words = {
  type: 'BILLING',
  subject: 'A question',
  description: 'Which of the two is right?',
  name: 'Anna',
  email: 'anna@people.example',
};

import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon, { type Sent } from 'autocannon';

/** A request as the client sends it; made anew for each one. */
export type Call = Sent;

/** What a window of full load gave. */
export interface Window {
  /** Answers with 2xx. */
  done: number;
  /** Those per second. */
  rate: number;
  /** 99 of 100 answers were there after so many milliseconds. */
  p99Ms: number;
}

/** As many as a busy desk's people have open, and more than the pool has connections. */
export const connections = 16;

/** Full load for `seconds`: each connection sends its next request when the answer is there. Anything but 2xx is an error. */
export async function saturate(url: string, call: () => Call, seconds: number, clients = connections): Promise<Window> {
  const result = await autocannon({
    url,
    connections: clients,
    duration: seconds,
    sampleInt: 50,
    requests: [{ setupRequest: (template) => ({ ...template, ...call() }) }],
  });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0 || result['2xx'] === 0) {
    throw new Error(
      `${failed} of ${result['2xx'] + failed} requests failed: ${JSON.stringify(result.statusCodeStats)}, ${result.errors} errors; first: ${await example(url, call())}`,
    );
  }
  return { done: result['2xx'], rate: result['2xx'] / result.duration, p99Ms: result.latency.p99 };
}

/**
 * Two kinds of call against one server at once, in random order, `perSecond` together for `seconds`: both meet the same
 * moments. Gives the milliseconds of each.
 */
export async function pace(
  url: string,
  calls: [() => Call, () => Call],
  perSecond: number,
  seconds: number,
): Promise<[number[], number[]]> {
  const agent = new Agent({ keepAlive: true });
  const took: [number[], number[]] = [[], []];
  const underway: Promise<void>[] = [];
  const start = performance.now();
  for (let n = 0; n < perSecond * seconds; n++) {
    // Not a beat, which would march in step with timers of the server.
    const due = start + ((n + Math.random()) * 1_000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    const which = Math.random() < 0.5 ? 0 : 1;
    const sent = performance.now();
    underway.push(
      once(agent, url, calls[which]()).then(({ status, text }) => {
        if (status !== 200) throw new Error(`${status} ${text}`);
        took[which].push(performance.now() - sent);
      }),
    );
  }
  await Promise.all(underway).finally(() => agent.destroy());
  return took;
}

function once(
  agent: Agent,
  url: string,
  { method, path, headers, body }: Call,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url + path, { agent, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function example(url: string, call: Call): Promise<string> {
  const agent = new Agent();
  const { status, text } = await once(agent, url, call).catch((error: unknown) => ({ status: 0, text: String(error) }));
  return `${call.method} ${call.path} → ${status} ${text.slice(0, 400)}`;
}

export function quantile(values: number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

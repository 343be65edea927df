/** One request a component made. */
export interface Asked {
  method: string;
  path: string;
  headers: Headers;
  body: Record<string, unknown>;
}

const realFetch = window.fetch;

/** Stands in for the server: `answer` gives status and body of each request to `/v1`; all requests are kept. */
export function answering(answer: (asked: Asked) => { status?: number; body?: unknown }): Asked[] {
  const asked: Asked[] = [];
  window.fetch = async (input, init = {}) => {
    const path = String(input);
    if (!path.startsWith('/v1')) return realFetch(input, init);
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    const one = { method: init.method ?? 'GET', path, headers: new Headers(init.headers), body };
    asked.push(one);
    const { status = 200, body: said = {} } = answer(one);
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    return new Response(JSON.stringify(said), { status, headers: { 'content-type': type } });
  };
  return asked;
}

export function stopAnswering(): void {
  window.fetch = realFetch;
}

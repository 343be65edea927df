import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';

describe('preflights of embeds', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.stop());

  async function allowed(asked: string): Promise<string[]> {
    const answer = await fetch(`${app.url}/v1/embed/tickets`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://salon.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked,
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('vary')).toBe('origin, access-control-request-headers');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    return (answer.headers.get('access-control-allow-headers') ?? '').split(', ');
  }

  it('F3 allow what a page’s monitoring adds to every request, beside what the elements send', async () => {
    const monitoring = [
      'traceparent',
      'tracestate',
      'baggage',
      'sentry-trace',
      'x-datadog-trace-id',
      'x-datadog-parent-id',
      'newrelic',
      'b3',
    ];
    const names = await allowed(`Authorization,content-type, ${monitoring.join(',')}`);
    expect(names).toEqual(expect.arrayContaining([...monitoring, 'authorization', 'x-proof', 'last-event-id']));
  });

  it('F3 allow nothing that means something to us or to a proxy, and nothing that is no name', async () => {
    const names = await allowed(
      'x-csrf-token, X-Tenant-Id, x-forwarded-for, x-forwarded-host, forwarded, x-real-ip, x-request-id, x-http-method-override, a b, é, *:, , ok',
    );
    expect(
      names.filter(
        (name) =>
          !/^(authorization|content-type|idempotency-key|x-customer-token|x-proof|last-event-id|ok)$/.test(name),
      ),
    ).toEqual([]);
    expect(names).toContain('ok');
    const many = await allowed(Array.from({ length: 400 }, (_, n) => `x-${n}`).join());
    expect(many.length).toBeLessThanOrEqual(56);
  });
});

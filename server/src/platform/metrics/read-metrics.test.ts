import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { givenTenant } from '../../test/given.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ METRICS_TOKEN: 'a token of the monitor' });
});
afterAll(() => app.stop());

const from = (headers: Record<string, string> = {}) => fetch(`${app.url}/metrics`, { headers });

/** The value of one series. */
function seriesIn(text: string, series: string): number {
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')[1],
  );
}

describe('read-metrics', () => {
  it('counts requests by verb and status class', async () => {
    for (let n = 0; n < 3; n++) await fetch(`${app.url}/health/live`);
    await fetch(`${app.url}/v1/tickets`);
    await fetch(`${app.url}/nowhere`);
    const answer = await from();
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    expect(seriesIn(text, 'bookinda_request_seconds_count{verb="is-alive",status="2xx"}')).toBe(3);
    expect(seriesIn(text, 'bookinda_request_seconds_count{verb="list-tickets",status="4xx"}')).toBe(1);
    expect(seriesIn(text, 'bookinda_request_seconds_count{verb="none",status="4xx"}')).toBe(1);
    expect(seriesIn(text, 'bookinda_pool_connections{state="waiting"}')).toBe(0);
    expect(seriesIn(text, 'bookinda_streams_open')).toBe(0);
    expect(text).toContain('bookinda_event_loop_lag_seconds{quantile="0.99"}');
  });

  it('tells what waits across tenants', async () => {
    const tenants = [await givenTenant(app), await givenTenant(app)];
    for (const { id } of tenants) {
      await app.db.query(
        `INSERT INTO event (tenant_id, kind, actor_kind, actor_name, public, at) VALUES ($1, 'x', 'system', 's', false, now() - interval '90 s')`,
        [id],
      );
      for (const state of ['waiting', 'failed', 'failed', 'sent']) {
        await app.db.query(
          `INSERT INTO mail (tenant_id, message, recipient, subject, html, body, message_id, state) VALUES ($1, 'm', 'a@b.example', 's', 'h', 'b', gen_random_uuid()::text, $2)`,
          [id, state],
        );
      }
    }
    const text = await (await from()).text();
    expect(seriesIn(text, 'bookinda_events_undecided')).toBe(2);
    expect(seriesIn(text, 'bookinda_events_undecided_oldest_seconds')).toBeGreaterThanOrEqual(90);
    expect(seriesIn(text, 'bookinda_mails{state="waiting"}')).toBe(2);
    expect(seriesIn(text, 'bookinda_mails{state="failed"}')).toBe(4);
  });

  it('is for this machine and for whoever holds the token', async () => {
    const passedOn = { 'x-forwarded-for': '127.0.0.1' };
    expect((await from()).status).toBe(200);
    expect((await from(passedOn)).status).toBe(403);
    expect((await from({ ...passedOn, authorization: 'Bearer a token of the monito' })).status).toBe(403);
    expect((await from({ ...passedOn, authorization: 'Bearer a token of the monitor' })).status).toBe(200);
    const closed = await testApp({}, app.db);
    expect(
      (await fetch(`${closed.url}/metrics`, { headers: { ...passedOn, authorization: 'Bearer null' } })).status,
    ).toBe(403);
    await closed.stop();
  });
});

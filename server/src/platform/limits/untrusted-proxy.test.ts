import { afterEach, expect, it } from '@jest/globals';
import { type TestApp, testApp } from '../../test/app.js';
import { Journal } from '../logs/journal.js';

let app: TestApp | undefined;
afterEach(async () => {
  delete process.env.TRUST_PROXY;
  await app?.stop();
});

async function warningsAfterTwoForwardedRequests(trusted?: string): Promise<string[]> {
  if (trusted) process.env.TRUST_PROXY = trusted;
  const lines: string[] = [];
  const journal = new Journal('warn', (text) => lines.push(...text.trim().split('\n')));
  app = await testApp({}, undefined, journal);
  for (let n = 0; n < 2; n++) await fetch(`${app.url}/health/live`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
  journal.close();
  return lines.filter((line) => line.includes('TRUST_PROXY'));
}

it('warns once when a proxy passes requests on and none is trusted', async () => {
  const warnings = await warningsAfterTwoForwardedRequests();
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('127.0.0.1');
});

it('does not warn where the proxy is trusted', async () => {
  expect(await warningsAfterTwoForwardedRequests('127.0.0.1')).toEqual([]);
});

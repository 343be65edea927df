import { asIntegration, seedCustomer, seedPackages } from '../load/seed.ts';
import { type Answer, send, words } from './client.ts';
import type { Two } from './two-servers.ts';

/** `callers` at once redeem one session each of a package that has `sessions` left, over both servers. */
export async function redeemAtOnce(
  { rig, tenant, url }: Two,
  customer: string,
  callers: number,
  sessions: number,
): Promise<Answer[]> {
  const [pack] = await seedPackages(rig, tenant, customer, 1, sessions);
  const headers = asIntegration(tenant);
  return Promise.all(
    Array.from({ length: callers }, (_, n) =>
      send('POST', `${url(n)}/v1/packages/${pack?.id}/redemptions`, { headers, body: { service: pack?.service } }),
    ),
  );
}

/** `count` tickets at once over both servers; every tenth goes wrong: a bad category, or a connection torn on the way. */
export async function openTicketsAtOnce({ tenant, url }: Two, count: number): Promise<Answer[]> {
  const headers = asIntegration(tenant);
  const tears = ['half-sent', 'unanswered'] as const;
  return Promise.all(
    Array.from({ length: count }, (_, n) => {
      const wrong = n % 10 === 9;
      const tear = wrong && n % 20 === 9 ? tears[(n >> 5) % 2] : undefined;
      const body = wrong && !tear ? { ...words, type: 'NO_SUCH_CATEGORY' } : words;
      return send('POST', `${url(n)}/v1/tickets`, { headers, body, ...(tear ? { tear } : {}) });
    }),
  );
}

export function countOf(answers: Answer[], status: number, code?: string): number {
  return answers.filter((answer) => answer.status === status && (code === undefined || answer.body.code === code))
    .length;
}

/** The answers by status and code, for a failed assertion. */
export function strange(answers: Answer[]): string {
  const kinds = Map.groupBy(answers, ({ status, body }) => `${status} ${String(body.code ?? '')}`);
  return [...kinds].map(([kind, same]) => `${same.length} × ${kind} (${same[0]?.text.slice(0, 120)})`).join(', ');
}

export const givenCustomer = (two: Two) => seedCustomer(two.rig, two.tenant);

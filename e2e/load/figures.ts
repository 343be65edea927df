import { randomUUID } from 'node:crypto';
import type { Call } from './drive.ts';
import { asIntegration, asMember } from './seed.ts';
import type { Stand } from './stand.ts';

/** A verb that both servers answer. */
export interface Compared {
  id: string;
  /** At least this share of the raw server's rate; null: told, not judged. */
  goal: number | null;
  raw: () => Call;
  ours: () => Call;
}

/** The figures that compare rates, over a stand. */
export function comparedOn(stand: Stand): Compared[] {
  const { desks, customers, small, packages, tickets } = stand;
  const owner = asMember(small.owner);
  const integrations = desks.map(asIntegration);
  const words = () => ({
    type: 'BILLING',
    subject: 'A question about my invoice',
    description: 'The invoice of last month lists a visit twice, please look.',
  });
  return [
    {
      id: 'create-ticket/raw',
      goal: 0.6,
      ...both(
        () => anyOf(desks.length),
        (n) => post(`/file-ticket/${desks[n]?.id}`, {}, { ...words(), email: 'anna@people.example' }),
        (n) => post('/v1/tickets', integrations[n], { ...words(), name: 'Anna', email: 'anna@people.example' }),
      ),
    },
    {
      id: 'open-ticket/raw',
      goal: null,
      ...both(
        () => anyOf(desks.length),
        (n) => post(`/open-ticket/${desks[n]?.id}/${customers[n]?.id}`, {}, words()),
        (n) => post('/v1/embed/tickets', customers[n]?.headers, words()),
      ),
    },
    {
      id: 'redeem/raw',
      goal: 0.6,
      ...both(
        () => anyOf(packages.length),
        (n) => post(`/redeem-session/${desks[0]?.id}/${packages[n]?.id}`, {}, { service: packages[n]?.service }),
        (n) =>
          post(`/v1/packages/${packages[n]?.id}/redemptions`, integrations[0], {
            service: packages[n]?.service,
            force: true,
          }),
      ),
    },
    {
      id: 'list-50/raw',
      goal: 0.6,
      ...both(
        () => 0,
        () => get(`/list-tickets/${small.id}`),
        () => get('/v1/tickets?limit=50', owner),
      ),
    },
    {
      id: 'ticket-detail/raw',
      goal: 0.6,
      ...both(
        () => anyOf(tickets.length),
        (n) => get(`/read-ticket/${small.id}/${tickets[n]}`),
        (n) => get(`/v1/tickets/${tickets[n]}`, owner),
      ),
    },
    {
      id: 'counts/raw',
      goal: 0.6,
      ...both(
        () => 0,
        () => get(`/count-tickets/${small.id}`),
        () => get('/v1/ticket-counts', owner),
      ),
    },
  ];
}

function both(pick: () => number, raw: (n: number) => Call, ours: (n: number) => Call): Pick<Compared, 'raw' | 'ours'> {
  return { raw: () => raw(pick()), ours: () => ours(pick()) };
}

function anyOf(count: number): number {
  return Math.floor(Math.random() * count);
}

export function get(path: string, headers: Record<string, string> = {}): Call {
  return { method: 'GET', path, headers };
}

export function post(path: string, headers: Record<string, string> = {}, body: object): Call {
  return {
    method: 'POST',
    path,
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  };
}

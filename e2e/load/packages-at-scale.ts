import { randomUUID } from 'node:crypto';
import { type Call, median, pace, quantile, saturate } from './drive.ts';
import { get, post } from './figures.ts';
import { asIntegration, asMember, type SeededTenant, seedCustomer, seedPackages, seedTenant } from './seed.ts';
import { seedManyPackages } from './seed-many-packages.ts';
import type { Stand } from './stand.ts';

/** PK-06: one filter's p95 on 1,000,000 packages as a multiple of the same on 1,000. */
export interface FilterAtScale {
  filter: string;
  ratio: number;
  largeMs: number;
  smallMs: number;
}

/**
 * Every filter of Customer Packages, as the screen sends it; `{template}` is one of the salon's. Where few of the small
 * salon's pass, it is asked for more of them: two pages of fifty are compared, not fifty cards with one.
 */
const filters: Record<string, string | { large: string; small: string }> = {
  none: '',
  'status=active': 'status=active',
  'status=expired': 'status=expired',
  'status=fully-used': 'status=fully-used',
  'status=cancelled': 'status=cancelled',
  'payment=unpaid': 'payment=unpaid',
  'payment=partial': 'payment=partial',
  'payment=paid': 'payment=paid',
  'service (frequent)': 'service=Massage',
  'service (rare)': { large: 'service=Treatment%20199', small: 'service=Facial' },
  template: 'template={template}',
  'expiring next month': {
    large: 'expiresFrom={in30}&expiresTo={in60}',
    small: 'expiresFrom={in30}&expiresTo={in360}',
  },
  'unused for 60 days': 'unusedDays=60',
  'words (frequent)': 'q=massage',
  'words (a person)': { large: 'q=eva%20kovacs%20kkk', small: 'q=eva%20kovacs' },
};

/** At half of saturation, the large and the small salon's calls mixed at random. */
export async function packagesAtScale(stand: Stand, seconds: number, packages: number): Promise<FilterAtScale[]> {
  const [large, small] = [await seedTenant(stand.rig, 'chain'), await seedTenant(stand.rig, 'one-room')];
  const templates = new Map<SeededTenant, string>();
  for (const [tenant, count] of [
    [large, packages],
    [small, 1_000],
  ] as const)
    templates.set(tenant, await seedManyPackages(stand.rig, tenant, count));
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const page = (tenant: SeededTenant, filter: string) => (): Call => {
    const asked = filter
      .replace('{template}', templates.get(tenant) ?? '')
      .replace('{in30}', inDays(30))
      .replace('{in60}', inDays(60))
      .replace('{in360}', inDays(360));
    return get(`/v1/packages?limit=50${asked && `&${asked}`}`, asMember(tenant.owner));
  };
  const found: FilterAtScale[] = [];
  for (const [filter, asked] of Object.entries(filters)) {
    const words = typeof asked === 'string' ? { large: asked, small: asked } : asked;
    const calls: [() => Call, () => Call] = [page(large, words.large), page(small, words.small)];
    const either = () => (Math.random() < 0.5 ? calls[0]() : calls[1]());
    const { rate } = await saturate(stand.ours.url, either, 1);
    const [onLarge, onSmall] = await pace(stand.ours.url, calls, Math.min(rate / 2, 200), seconds);
    const [largeMs, smallMs] = [quantile(onLarge, 0.95), quantile(onSmall, 0.95)];
    found.push({ filter, ratio: largeMs / smallMs, largeMs, smallMs });
  }
  return found;
}

/** PK-08: one package redeemed by 32 clients at once against 8. */
export interface HotPackage {
  ratio: number;
  /** With 32 clients. */
  p99Ms: number;
  /** Whether the package's balance and last entry count exactly the acknowledged redemptions. */
  exact: boolean;
}

export async function hotPackage({ rig, ours }: Stand, seconds: number, pairs: number): Promise<HotPackage> {
  const tenant = await seedTenant(rig, 'hot');
  const [one] = await seedPackages(rig, tenant, await seedCustomer(rig, tenant), 1, 1_000_000);
  const redeem = () =>
    post(`/v1/packages/${one?.id}/redemptions`, asIntegration(tenant), { service: one?.service ?? '' });
  await saturate(ours.url, redeem, 1, 8);
  const ratios: number[] = [];
  const p99: number[] = [];
  for (let n = 0; n < pairs; n++) {
    const order = n % 2 === 0 ? [8, 32] : [32, 8];
    const rates = new Map<number, number>();
    for (const clients of order) {
      const window = await saturate(ours.url, redeem, seconds, clients);
      rates.set(clients, window.rate);
      if (clients === 32) p99.push(window.p99Ms);
    }
    ratios.push((rates.get(32) ?? 0) / (rates.get(8) ?? 1));
  }
  const [sums] = await rig.query<{ exact: boolean }>(
    `SELECT s.used = (SELECT sum(l.sessions) FROM ledger_entry l WHERE l.tenant_id = $1) AND p.remaining = s.total - s.used
       AND p.chain_length = (SELECT count(*) FROM ledger_entry l WHERE l.tenant_id = $1) AND s.used = (
         SELECT count(*) FROM idempotency i WHERE i.tenant_id = $1 AND i.status = 200) AS exact
     FROM package_service s JOIN sold_package p ON p.tenant_id = s.tenant_id AND p.id = s.package_id WHERE s.tenant_id = $1`,
    [tenant.id],
  );
  return { ratio: median(ratios), p99Ms: median(p99), exact: sums?.exact ?? false };
}

/** PK-16: milliseconds until every step of a package with `steps` entries is there, page by page as the statement asks. */
export async function statementOf({ rig, ours }: Stand, steps: number): Promise<number> {
  const tenant = await seedTenant(rig, 'statement');
  const [one] = await seedPackages(rig, tenant, await seedCustomer(rig, tenant), 1, steps);
  const headers = { ...asIntegration(tenant), 'content-type': 'application/json' };
  for (let n = 0; n < steps; n++) {
    const answer = await fetch(`${ours.url}/v1/packages/${one?.id}/redemptions`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': randomUUID() },
      body: JSON.stringify({ service: one?.service }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
  const took: number[] = [];
  for (let round = 0; round < 15; round++) {
    const start = performance.now();
    let [after, items]: [string | null, number] = ['', 0];
    while (after !== null) {
      const answer = await fetch(`${ours.url}/v1/packages/${one?.id}/history?limit=100${after && `&after=${after}`}`, {
        headers: asMember(tenant.owner),
      });
      const page = (await answer.json()) as { items: object[]; next: string | null };
      items += page.items.length;
      after = page.next;
    }
    if (items !== steps + 1) throw new Error(`${items} steps instead of ${steps + 1}`);
    took.push(performance.now() - start);
  }
  return median(took);
}

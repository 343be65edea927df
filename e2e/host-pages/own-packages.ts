import { type DemoTenant, signCustomerToken } from '../stage/demo-file.ts';
import type { Host } from './host-pages.ts';

/** Ids of the customer's packages, newest first, as the host's own server asks for them; undefined when it cannot. */
export async function ownPackages(host: Host, tenant: DemoTenant, customerId: string): Promise<string[] | undefined> {
  const answer = await fetch(`${host.apiInside ?? host.api}/v1/embed/packages`, {
    headers: {
      authorization: `Bearer ${tenant.siteKey}`,
      'x-customer-token': await signCustomerToken(tenant, customerId),
      origin: host.hostPages,
    },
    signal: AbortSignal.timeout(5000),
  }).catch(() => undefined);
  if (!answer?.ok) return undefined;
  const { items } = (await answer.json()) as { items: { id: string }[] };
  return items.map(({ id }) => id);
}

import { readFile, rename, writeFile } from 'node:fs/promises';
import { SignJWT } from 'jose';
import { filesIn, type Settings } from './settings.ts';

/** A demo tenant as the server left it in `demo-tenants.json`. */
export interface DemoTenant {
  id: string;
  slug: string;
  name?: string;
  preset: string;
  siteKey: string;
  customerTokenSecret: string;
  logins: { email: string; password: string; role: string }[];
  customers: { id: string; email: string; name?: string }[];
}

/** What a customer token may live at most; the server refuses longer ones. */
export const tokenMinutes = 15;

/** The demo tenants, the salon first; none without demo data. */
export async function readDemoTenants(dataDir: string): Promise<DemoTenant[]> {
  const text = await readFile(filesIn(dataDir).demoTenants, 'utf8').catch(() => '[]');
  const tenants = JSON.parse(text) as DemoTenant[];
  return tenants.sort((one, other) => Number(other.slug === 'aranyollo') - Number(one.slug === 'aranyollo'));
}

/** A token as a host's own server signs it for the customer it has signed in. */
export function signCustomerToken(tenant: DemoTenant, customerId: string): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(customerId)
    .setAudience(tenant.id)
    .setIssuedAt()
    .setExpirationTime(`${tokenMinutes}m`)
    .sign(new TextEncoder().encode(tenant.customerTokenSecret));
}

/** Writes `demo.json`: every address, login and a fresh token per customer. Readers never see half a file. */
export async function writeDemoFile(settings: Settings, smtp: string): Promise<DemoTenant[]> {
  const { dataDir, urls } = settings;
  const tenants = await readDemoTenants(dataDir);
  const withTokens = await Promise.all(
    tenants.map(async (tenant) => ({
      ...tenant,
      customers: await Promise.all(
        tenant.customers.map(async (customer) => ({
          ...customer,
          token: await signCustomerToken(tenant, customer.id),
        })),
      ),
    })),
  );
  const content = {
    api: urls.api,
    console: `${urls.api}/manager`,
    hostPages: urls.hostPages,
    mailbox: settings.smtpUrl ? null : urls.mailbox,
    smtp,
    tokensExpireAt: new Date(Date.now() + tokenMinutes * 60_000).toISOString(),
    tenants: withTokens,
  };
  const file = filesIn(dataDir).demo;
  await writeFile(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return tenants;
}

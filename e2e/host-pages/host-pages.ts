import { type DemoTenant, signCustomerToken } from '../stage/demo-file.ts';
import type { Html } from '../stage/html.ts';
import { type Answer, asset, type Handler } from '../stage/web.ts';
import { hostilePage } from './hostile.ts';
import { indexPage } from './index-page.ts';
import { portalPage } from './portal.ts';
import { salonPage } from './salon.ts';

/** What every page knows of the product: its origin, its own, and the keys it was given. */
export interface Host {
  api: string;
  /** Where this server itself reaches the product, when not at `api`. */
  apiInside?: string;
  hostPages: string;
  /** Undefined when real mail is sent. */
  mailbox: string | undefined;
  tenants(): DemoTenant[];
}

/** A page; `policy` replaces the usual Content-Security-Policy. */
export interface HostPage {
  body: Html;
  status?: number;
  policy?: string;
}

/**
 * Pages as a salon would have them, on another origin than the product: `/`, `/salon[?lang=en]`,
 * `/portal[?customer=id]`, `/portal/token?customer=id` (the customer token as text), `/hostile/{name}`.
 */
export function hostPages(host: Host): Handler {
  const pages: Record<string, (url: URL) => Promise<HostPage | undefined> | HostPage> = {
    '': () => indexPage(host),
    salon: (url) => salonPage(host, url.searchParams.get('lang') === 'en' ? 'en' : 'hu'),
    portal: (url) => portalPage(host, url.searchParams.get('customer')),
    hostile: (url) => hostilePage(host, url.pathname.split('/')[2] ?? '', url.searchParams.get('customer')),
  };
  return async (url) => {
    const [area = '', name = ''] = url.pathname.split('/').slice(1);
    if (area === 'assets') return asset(import.meta.dirname, name);
    if (area === 'portal' && name === 'token') return token(host, url.searchParams.get('customer'));
    const page = await pages[area]?.(url);
    return page && answerOf(page, usualPolicy(host));
  };
}

/** What a page must allow for the elements: their script, their calls, pictures of attachments; styles need nothing. */
function usualPolicy({ api }: Host): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${api}`,
    `connect-src 'self' ${api}`,
    `img-src 'self' data: blob: ${api}`,
    "style-src 'self'",
    `form-action 'self' ${api}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function answerOf({ body, status = 200, policy }: HostPage, usual: string): Answer {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy ?? usual };
  return { status, headers, body: body.text };
}

/** A real host would take the customer from its own session, never from the address. */
async function token(host: Host, customerId: string | null): Promise<Answer> {
  const tenant = host.tenants().find(({ customers }) => customers.some(({ id }) => id === customerId));
  if (!tenant || !customerId) return { status: 404, body: 'No such customer' };
  return { body: await signCustomerToken(tenant, customerId) };
}

/** What every variable whose value anybody can read begins with; such values are for demonstrations alone. */
const demoPrefix = 'demo-only';

/** Hosts that only this machine reaches: `localhost` and names below it, and the loopback addresses. */
const localHost = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether people reach this address from their own machine alone. */
export function isLocal(url: string): boolean {
  return localHost.test(new URL(url).hostname);
}

/**
 * Throws one sentence when a server that others can reach is given values that anybody can read: demo data, whose owners'
 * password is published, and secrets of the demonstration. In production it also refuses an address without TLS, over
 * which every session would travel in clear.
 */
export function refuseDemoValues(env: NodeJS.ProcessEnv, publicUrl: string): void {
  if (isLocal(publicUrl)) return;
  if (env.DEMO === '1')
    throw new Error(`DEMO=1 loads people whose password is published: PUBLIC_URL is ${publicUrl}, so set DEMO=0.`);
  const published = Object.entries(env).find(([, value]) => value?.includes(demoPrefix));
  if (published)
    throw new Error(
      `${published[0]} holds a value of the demonstration ("${demoPrefix}…") that anybody can read: PUBLIC_URL is ${publicUrl}, so choose your own.`,
    );
  if (env.NODE_ENV === 'production' && !publicUrl.startsWith('https:'))
    throw new Error(`PUBLIC_URL must begin with https:// where others reach this server, not ${publicUrl}.`);
}

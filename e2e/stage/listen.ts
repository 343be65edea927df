import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { Refusal } from './refusal.ts';

/** Lets `server` listen; a taken or forbidden port is refused in one line that names the setting. Returns the port. */
export async function listen(server: Server, port: number, host: string, setting: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host, setting)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

/** Refuses when `port` is taken now. */
export async function checkFree(port: number, host: string, setting: string): Promise<void> {
  const probe = createServer();
  await listen(probe, port, host, setting);
  await new Promise((resolve) => probe.close(resolve));
}

function explain(error: NodeJS.ErrnoException, port: number, host: string, setting: string): Error {
  if (error.code === 'EADDRINUSE')
    return new Refusal(`Port ${port} is taken: stop what listens there, or choose another one with ${setting}.`);
  if (error.code === 'EACCES')
    return new Refusal(`Port ${port} may not be used here: choose one above 1023 with ${setting}.`);
  if (error.code === 'EADDRNOTAVAIL') return new Refusal(`HOST=${host} is not an address of this machine.`);
  return error;
}

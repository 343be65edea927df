import { hostPages } from '../host-pages/host-pages.ts';
import { type DemoTenant, readDemoTenants } from './demo-file.ts';
import { listen } from './listen.ts';
import { readSettings } from './settings.ts';
import { closeWeb, webServer } from './web.ts';

// The host pages alone, for docker-compose.yml: the server has written demo-tenants.json into the DATA_DIR they share.
const { host, ports, urls, dataDir } = readSettings();
let tenants: DemoTenant[] = await readDemoTenants(dataDir);
const timer = setInterval(async () => {
  tenants = await readDemoTenants(dataDir).catch(() => tenants);
}, 5000);
const server = webServer(hostPages({ ...urls, apiInside: process.env.API_URL, tenants: () => tenants }));
await listen(server, ports.hostPages, host, 'HOST_PAGES_PORT');
process.stdout.write(`host pages at ${urls.hostPages}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    clearInterval(timer);
    void closeWeb(server);
  });
}

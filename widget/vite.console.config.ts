import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const api = process.env.API_URL ?? 'http://localhost:3000';
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The console at `/manager/` and the page behind a mail's link, `ticket.html`, served at `/ticket`.
 * `vite --config vite.console.config.ts` serves it with HMR and passes `/v1` and `/embed` on to API_URL.
 */
export default defineConfig({
  root: here('./src/console'),
  base: '/manager/',
  // Lazy screens are scanned as well: a dependency found later reloads the page under the developer's hands.
  optimizeDeps: { entries: ['**/*.ts', '!**/*.test.ts'] },
  resolve: { alias: { '@bookinda/contracts': here('../contracts/src') } },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: false } },
  // The policy of the pages is `default-src 'self'`: a file inlined as a data: address would be refused.
  build: {
    outDir: here('./dist/console'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: [here('./src/console/index.html'), here('./src/console/ticket.html')] },
  },
  server: {
    port: Number(process.env.CONSOLE_PORT ?? 5173),
    strictPort: true,
    // The server takes writes from its own origin only.
    proxy: Object.fromEntries(['/v1', '/embed'].map((path) => [path, { target: api, headers: { origin: api } }])),
  },
});

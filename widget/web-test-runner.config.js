import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** `*.browser.test.ts` in a real Chromium: `CHROME_PATH`, else the installed one. */
export default {
  rootDir: here('..'),
  files: ['src/**/*.browser.test.ts'],
  // nanoid, which a menu of Web Awesome loads, has a file of its own for browsers.
  nodeResolve: { browser: true },
  concurrency: 1,
  // axe on a busy machine takes its time.
  testFramework: { config: { timeout: '30000' } },
  testsFinishTimeout: 240_000,
  port: Number(process.env.WTR_PORT ?? 0) || undefined,
  browsers: [
    chromeLauncher({
      launchOptions: {
        executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      },
    }),
  ],
  plugins: [
    {
      name: 'contracts-from-source',
      resolveImport: ({ source }) =>
        source.startsWith('@bookinda/contracts/')
          ? `/contracts/src/${source.slice('@bookinda/contracts/'.length)}.ts`
          : undefined,
    },
    esbuildPlugin({ ts: true, tsconfig: here('tsconfig.json'), target: 'es2023' }),
  ],
  // Lit's development build says on every page that it is one.
  filterBrowserLogs: ({ args }) =>
    !args.some((text) => typeof text === 'string' && text.includes('Lit is in dev mode')),
};

import { defineConfig } from '@playwright/test';

const path = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';

/** The embeds' gates: built files on static pages, against a stub of the API. Figures are ratios of the same run. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.gate.ts',
  timeout: 60_000,
  workers: 1,
  reporter: [['list']],
  outputDir: '../../node_modules/.cache/embed-gates',
  use: {
    launchOptions: {
      executablePath: path,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--js-flags=--expose-gc',
        '--enable-precise-memory-info',
      ],
    },
  },
});

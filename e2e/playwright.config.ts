import { defineConfig } from '@playwright/test';
import { chromiumFlags } from './stage/chromium.ts';

/**
 * Journeys run against a stage that is already open: `npm test` opens one, `npm run journeys -w e2e -- <file>`
 * does for one file, and `STAGE_DEMO=.data/demo.json` uses the copy that `npm start` runs.
 */
export default defineConfig({
  testDir: 'journeys',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  timeout: 45_000,
  expect: { timeout: 10_000 },
  // One product, one database, two cores.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  use: {
    actionTimeout: 10_000,
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Budapest',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROME_PATH,
      // A sandboxed frame in a process of its own is often never laid out here: 10 of 16 previews of a letter stayed blank, none of 20 with this.
      args: [...chromiumFlags, '--disable-features=IsolateSandboxedIframes'],
    },
  },
});

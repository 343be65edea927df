import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8'));

/** Rules and slices. One PostgreSQL per run; `TEST_DATABASE_URL` (a superuser's) uses another one instead. */
export default {
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/src/**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  moduleNameMapper: {
    '^@bookinda/contracts/(.*)$': '<rootDir>/../contracts/src/$1',
    // TypeScript's relative imports say `.js`; packages keep theirs.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  setupFiles: ['<rootDir>/src/test/setup.ts'],
  globalSetup: '<rootDir>/src/test/global-setup.mjs',
  globalTeardown: '<rootDir>/src/test/global-teardown.mjs',
  testTimeout: 30_000,
  // Two cores: one for the tests, one for PostgreSQL.
  maxWorkers: 2,
  watchman: false,
};

import { writeFileSync } from 'node:fs';
import { defaultReporter } from '@web/test-runner';
import config from '../../widget/web-test-runner.config.js';

const files = new URL('../../widget/', import.meta.url).pathname;

/** The widget's own configuration, and a count of what ran in WTR_SUMMARY: `{ passed, failed, skipped }`. */
export default {
  ...config,
  files: [config.files].flat().map((pattern) => files + pattern),
  reporters: [...(config.reporters ?? [defaultReporter()]), summary()],
};

function summary() {
  return {
    stop({ sessions }) {
      const counts = { passed: 0, failed: 0, skipped: 0 };
      for (const { testResults, errors, passed } of sessions) {
        const before = counts.failed;
        count(testResults, counts);
        // A file that breaks while loading has no results, one with an uncaught error has passed ones.
        if (errors.length || (!passed && counts.failed === before)) counts.failed++;
      }
      writeFileSync(process.env.WTR_SUMMARY, JSON.stringify(counts));
    },
  };
}

function count(suite, counts) {
  for (const test of suite?.tests ?? []) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
  for (const inner of suite?.suites ?? []) count(inner, counts);
}

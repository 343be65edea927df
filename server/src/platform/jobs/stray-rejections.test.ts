import { expect, it } from '@jest/globals';
import { isGraphileWorkers } from './stray-rejections.js';

it('knows graphile-worker’s errors from ours by where they were made', () => {
  const theirs = new Error('Error occurred whilst returning jobs');
  theirs.stack = `${theirs.message}\n    at onError (file:///srv/node_modules/graphile-worker/dist/localQueue.js:372:27)`;
  expect(isGraphileWorkers(theirs)).toBe(true);
  expect(isGraphileWorkers(new Error('a defect of ours'))).toBe(false);
  expect(isGraphileWorkers('graphile-worker')).toBe(false);
});

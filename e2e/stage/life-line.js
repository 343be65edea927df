import { isMainThread } from 'node:worker_threads';

// Preloaded into the server by the stage: when the stage is killed hard, its end of this pipe closes and the server
// leaves as if it had been asked to. Threads inherit the preload, and their input ends at once: it means nothing there.
if (isMainThread) {
  process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
  process.stdin.on('error', () => {});
  process.stdin.resume();
  process.stdin.unref?.();
}

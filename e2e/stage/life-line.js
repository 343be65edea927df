// Preloaded into the server by the stage: when the stage is killed hard, its end of this pipe closes and the server
// leaves as if it had been asked to.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.on('error', () => {});
process.stdin.resume();
process.stdin.unref?.();

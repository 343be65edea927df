// `npm run bench -- --only id,id --json FILE`: the load harness reads the same words.
await import('../load/bench.ts');

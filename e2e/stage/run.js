// Plain JavaScript on purpose: it must also speak on a Node that cannot run the TypeScript files beside it.
const [major, minor] = process.versions.node.split('.').map(Number);
const runsTypeScript = major > 22 || (major === 22 && minor >= 18);
const name = process.argv[2];

if (!runsTypeScript) {
  fail(
    `Node ${process.versions.node} cannot run this: install Node 24, or run "npm ci" on Linux (x64, arm64), which brings its own.`,
  );
}
try {
  process.argv.splice(1, 2, new URL(`./${name}.ts`, import.meta.url).pathname);
  await import(`./${name}.ts`);
} catch (error) {
  if (
    error.code === 'ERR_MODULE_NOT_FOUND' &&
    !/\.\/|file:|\/e2e\/|\/server\//.test(error.message.split(' imported')[0])
  ) {
    fail('Packages are missing: run "npm ci" first.');
  }
  throw error;
}

function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

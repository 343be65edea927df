import { globSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { findChromium } from './chromium.ts';
import { type Counts, jest, nodeTest, one, playwright, sum, tool, webTestRunner } from './counts.ts';
import { checkFileNames } from './file-names.ts';
import { root } from './settings.ts';
import { withStage } from './with-stage.ts';

export interface Check {
  name: string;
  about: string;
  /** Part of `npm run check`. */
  quick?: boolean;
  run(): Promise<Counts>;
}

const say = (line: string) => process.stdout.write(`${line}\n`);
/** The sweep lies beside what it needs of the server's tests. */
const walls = 'src/test/wall/';
const workspaces = ['contracts', 'server', 'widget', 'e2e'];

/** What `npm test` does, in this order: cheap refusals first. */
export const checks: Check[] = [
  {
    name: 'format',
    about: 'Biome would change nothing',
    quick: true,
    run: () => tool('biome', ['check', '--linter-enabled=false', '.']),
  },
  {
    name: 'lint',
    about: 'Biome finds nothing',
    quick: true,
    run: () => tool('biome', ['lint', '--error-on-warnings', '.']),
  },
  { name: 'types', about: 'TypeScript, per workspace', quick: true, run: types },
  {
    name: 'boundaries',
    about: 'who may import whom',
    quick: true,
    run: () => tool('depcruise', ['--config', '.dependency-cruiser.cjs', ...workspaces]),
  },
  { name: 'unused', about: 'files, exports and packages nobody uses', run: () => tool('knip', ['--no-progress']) },
  { name: 'names', about: 'no file name twice, none that says nothing', quick: true, run: () => checkFileNames(say) },
  { name: 'rules', about: 'pure functions of contracts', quick: true, run: () => jest('contracts') },
  {
    name: 'slices',
    about: 'the server against a real PostgreSQL',
    run: () => jest('server', ['--testPathIgnorePatterns', walls]),
  },
  { name: 'walls', about: 'every operation, every id, every role: no leak', run: () => jest('server', [walls]) },
  { name: 'build', about: 'everything, as it is served', run: () => build(say).then(() => one(true)) },
  {
    name: 'elements',
    about: 'in a real Chromium',
    run: async () => webTestRunner({ CHROME_PATH: await findChromium(say) }),
  },
  {
    name: 'gates',
    about: 'what the embeds may weigh and cost',
    run: () => inBrowser(['--config', 'embed/playwright.config.ts']),
  },
  { name: 'journeys', about: 'the whole product, as people use it', run: journeys },
  {
    name: 'faults',
    about: 'races over two servers, crashes, and the audit after them',
    run: () => build(say).then(() => nodeTest(filesOf('faults'))),
  },
  {
    name: 'deployment',
    about: 'the files for Docker, the image’s command, and Caddy before two servers',
    run: () => build(say).then(() => nodeTest(filesOf('deployment'))),
  },
];

/** Two at a time: there are two cores, and widget needs the longest. */
async function types(): Promise<Counts> {
  const compile = (workspace: string) => tool('tsc', ['-p', workspace]);
  const [one, two] = await Promise.all([
    (async () => sum([await compile('widget'), await compile('e2e')]))(),
    (async () => sum([await compile('server'), await compile('contracts')]))(),
  ]);
  return sum([one, two]);
}

async function inBrowser(words: string[], env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  await build(say);
  return playwright(words, { ...env, CHROME_PATH: await findChromium(say) });
}

/** Against a stage of its own, with fresh demo data; what the journeys left behind must stand the audit. */
function journeys(): Promise<Counts> {
  return withStage(say, async (env, { databaseUrl, settings }) => {
    const counts = await inBrowser([], env);
    // It asks the built server.
    const { auditStage } = await import('../faults/audit-stage.ts');
    const findings = await auditStage(databaseUrl, settings.dataDir);
    for (const finding of findings) say(`audit: ${finding}`);
    return sum([counts, one(findings.length === 0)]);
  });
}

/** Files of Node's own runner in a folder of e2e/. */
function filesOf(folder: string): string[] {
  return globSync(`${folder}/*.test.ts`, { cwd: join(root, 'e2e') });
}

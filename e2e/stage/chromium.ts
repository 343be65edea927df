import { execFile, spawn } from 'node:child_process';
import { access, constants, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from './refusal.ts';
import { root } from './settings.ts';

const run = promisify(execFile);

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/snap/bin/chromium',
];

/** What Chromium needs to hear to run as root, without network of its own. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Path of a Chromium: `CHROME_PATH`, an installed one, Playwright's own; where none is, one is brought: by the package
 * manager as root on Debian and Ubuntu, by Playwright elsewhere. Says what it does.
 */
export async function findChromium(say: (line: string) => void): Promise<string> {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (await runs(named)) return named;
    throw new Refusal(`CHROME_PATH=${named} is not a browser that runs here.`);
  }
  const found = (await installed()) ?? (await playwrights());
  if (found) return found;
  if (process.getuid?.() === 0 && (await isDebian())) await byApt(say);
  else await byPlaywright(say);
  const brought = (await installed()) ?? (await playwrights());
  if (!brought) throw new Refusal('No Chromium could be installed: install one, or name it in CHROME_PATH.');
  return brought;
}

async function installed(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...elsewhere];
  for (const candidate of candidates) if (await runs(candidate)) return candidate;
  return undefined;
}

async function playwrights(): Promise<string | undefined> {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path && (await runs(path)) ? path : undefined;
}

/** Ubuntu's `chromium-browser` may be a stub that only says how to install a snap: ask it for its version. */
async function runs(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return /\d+\.\d+/.test((await run(path, ['--version', '--no-sandbox'], { timeout: 20_000 })).stdout);
  } catch {
    return false;
  }
}

async function isDebian(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return (
    /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release) &&
    (await access('/usr/bin/apt-get').then(
      () => true,
      () => false,
    ))
  );
}

async function byApt(say: (line: string) => void): Promise<void> {
  say('no Chromium here: installing the system package with apt-get');
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await attempt('apt-get', [...wait, 'update', '-qq'], env);
  const code = await attempt('apt-get', [...wait, 'install', '-y', '-qq', '--no-install-recommends', 'chromium'], env);
  // Ubuntu's package is a stub for a snap; Playwright's own works there.
  if (code !== 0 || !(await installed())) await byPlaywright(say);
}

async function byPlaywright(say: (line: string) => void): Promise<void> {
  say('no Chromium here: downloading Playwright’s');
  await attempt(join(root, 'node_modules/.bin/playwright'), ['install', 'chromium'], process.env);
}

/** Exit code; what it prints goes to stderr, so that it can be seen. */
function attempt(command: string, words: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, words, { env, stdio: ['ignore', 2, 2] });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

import { readdir, readFile } from 'node:fs/promises';

/** Linux counts CPU time in hundredths of a second. */
const msPerTick = 10;

interface Stat {
  parent: number;
  ticks: number;
}

/** CPU milliseconds the process has used, user and system; 0 where there is no /proc. */
export async function cpuMs(pid: number): Promise<number> {
  return ((await statOf(pid))?.ticks ?? 0) * msPerTick;
}

/** The same for every process below `pid` that still runs: PostgreSQL's backends live as long as the pools. */
export async function cpuMsBelow(pid: number): Promise<number> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter(Number.isInteger);
  const stats = new Map<number, Stat>();
  for (const each of pids) {
    const stat = await statOf(each);
    if (stat) stats.set(each, stat);
  }
  let sum = 0;
  for (const [each, stat] of stats) if (isBelow(stats, each, pid)) sum += stat.ticks;
  return sum * msPerTick;
}

/** Resident memory in MB (2^20). */
export async function memoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

function isBelow(stats: Map<number, Stat>, pid: number, top: number): boolean {
  for (let at = stats.get(pid); at; at = stats.get(at.parent)) if (at.parent === top) return true;
  return false;
}

async function statOf(pid: number): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (!text) return undefined;
  // The name in parentheses may hold spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

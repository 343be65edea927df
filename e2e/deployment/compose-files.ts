import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectionTag, parse } from 'yaml';
import { root } from '../stage/settings.ts';

/** What this product uses of a Compose file. */
export interface ComposeFile {
  name: string;
  services: Record<string, ComposeService>;
  volumes?: Record<string, unknown>;
  networks?: Record<string, { internal?: boolean; ipam?: { config: { subnet: string }[] } } | null>;
}

export interface ComposeService {
  image?: string;
  build?: { context: string; target: string };
  command?: string[] | string;
  entrypoint?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  restart?: string;
  networks?: string[];
}

/** Compose's own tag: a list that replaces the former one. */
const override: CollectionTag = { tag: '!override', collection: 'seq', resolve: (list) => list };

/** Text of a file at the repository's root. */
export function fileText(name: string): string {
  return readFileSync(join(root, name), 'utf8');
}

/** `name=value` lines. */
export function readEnvFile(name: string): Record<string, string> {
  const lines = fileText(name).split('\n');
  return Object.fromEntries(lines.filter((line) => /^\w+=/.test(line)).map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

/** Names of the variables without which Compose does not start this file. */
export function requiredVariables(name: string): string[] {
  const found = Array.from(fileText(name).matchAll(/\$\{(\w+):\?/g), ([, variable]) => variable as string);
  return [...new Set(found)].sort();
}

/** A Compose file with its variables filled in as Compose does (`${A:?why}`, `${A:-else}`, `$$`); throws what Compose says of a missing one. */
export function readCompose(name: string, env: Record<string, string>): ComposeFile {
  const file = parse(fileText(name), { merge: true, customTags: [override] }) as ComposeFile;
  return filled(file, env) as ComposeFile;
}

/** `more` over `base`, as `-f base -f more` does for what the two files use: lists of ports replace, mappings join. */
export function joined(base: ComposeFile, more: ComposeFile): ComposeFile {
  const services = { ...base.services };
  for (const [name, service] of Object.entries(more.services)) {
    const former = services[name] ?? {};
    services[name] = {
      ...former,
      ...service,
      ...(former.environment || service.environment
        ? { environment: { ...former.environment, ...service.environment } }
        : {}),
      ...(former.depends_on || service.depends_on
        ? { depends_on: { ...former.depends_on, ...service.depends_on } }
        : {}),
    };
  }
  return {
    ...base,
    ...more,
    services,
    volumes: { ...base.volumes, ...more.volumes },
    networks: { ...base.networks, ...more.networks },
  };
}

function filled(value: unknown, env: Record<string, string>): unknown {
  if (typeof value === 'string') return interpolated(value, env);
  if (Array.isArray(value)) return value.map((one) => filled(one, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, env)]));
}

function interpolated(text: string, env: Record<string, string>): string {
  return text.replace(/\$\$|\$\{(\w+)(?::([?-])([^}]*))?\}/g, (all, name?: string, kind?: string, words = '') => {
    if (all === '$$') return '$';
    const value = env[name ?? ''];
    if (value) return value;
    if (kind === '-') return words;
    throw new Error(`required variable ${name} is missing a value: ${words}`);
  });
}

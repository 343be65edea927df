import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

/** OWASP's second choice for argon2id: 19 MiB, two passes; about 24 ms. Raise them and people are rehashed as they sign in. */
const strength = { m: 19_456, t: 2, p: 1 };
const saltBytes = 16;
const hashBytes = 32;

interface Phc {
  m: number;
  t: number;
  p: number;
  salt: Buffer;
  hash: Buffer;
}

/** A password as PHC text, `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  return written({ ...strength, salt, hash: await derived(password, { ...strength, salt }, hashBytes) });
}

/** Whether `phc` was made of `password`. Without a hash (nobody by that address) it takes as long and is false. */
export async function isPassword(password: string, phc: string | null | undefined): Promise<boolean> {
  const known = phc ? read(phc) : undefined;
  const { hash, ...how } = known ?? nobody;
  const same = timingSafeEqual(await derived(password, how, hash.length), hash);
  return same && known !== undefined;
}

/** Whether a hash was made with less work than a new one takes. */
export function isOutdated(phc: string): boolean {
  const known = read(phc);
  return !known || known.m < strength.m || known.t < strength.t || known.p < strength.p;
}

/** Compared against where there is no hash, so that an unknown address costs the same. */
const nobody: Phc = { ...strength, salt: Buffer.alloc(saltBytes), hash: Buffer.alloc(hashBytes) };

/** NFKC: the same letters typed on another keyboard or system are the same password. */
function derived(password: string, { m, t, p, salt }: Omit<Phc, 'hash'>, length: number): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFKC'));
  return derive('argon2id', { message, nonce: salt, memory: m, passes: t, parallelism: p, tagLength: length });
}

function written({ m, t, p, salt, hash }: Phc): string {
  return `$argon2id$v=19$m=${m},t=${t},p=${p}$${plain(salt)}$${plain(hash)}`;
}

function read(phc: string): Phc | undefined {
  const [, m, t, p, salt, hash] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc) ?? [];
  if (!salt || !hash) return undefined;
  return {
    m: Number(m),
    t: Number(t),
    p: Number(p),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

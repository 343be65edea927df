import { isIPv6 } from 'node:net';

/** So many times the limit of a /64 is what its whole /48 may use: a subscriber can hold 65,536 of the former. */
const widerFactor = 10;

/** A network as limits count it, and how many times a limit it may use. */
export interface Network {
  name: string;
  factor: number;
}

/**
 * The networks an address is counted in, the narrow one first. IPv4: the address itself, also where IPv6 carries it. IPv6: its /64,
 * because one subscriber has 2^64 addresses, and its /48 with ten times the limit, because a subscriber can have many /64.
 */
export function networksOf(address: string): [Network, ...Network[]] {
  // Most are IPv4, and the pattern behind isIPv6 takes longer than all else here.
  if (!address.includes(':')) return [{ name: address, factor: 1 }];
  const bare = address.replace(/%.*/s, '');
  if (!isIPv6(bare)) return [{ name: bare, factor: 1 }];
  const groups = groupsOf(bare);
  const mapped = mappedOf(groups);
  if (mapped) return [{ name: mapped, factor: 1 }];
  return [
    { name: `${groups.slice(0, 4).join(':')}::/64`, factor: 1 },
    { name: `${groups.slice(0, 3).join(':')}::/48`, factor: widerFactor },
  ];
}

/** The eight groups of an IPv6 address, in hexadecimal without leading zeros. */
function groupsOf(address: string): string[] {
  // As a URL writes it, one address has one spelling.
  const [front = '', back] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = [front, back ?? ''].map((part) => part.split(':').filter(Boolean));
  const zeros = back === undefined ? [] : Array<string>(8 - groups.flat().length).fill('0');
  return [...(groups[0] ?? []), ...zeros, ...(groups[1] ?? [])];
}

/** The IPv4 address that ::ffff:0:0/96 carries. */
function mappedOf(groups: string[]): string | undefined {
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return undefined;
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .flatMap((pair) => [pair >> 8, pair & 255])
    .join('.');
}

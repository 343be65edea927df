import type { PackageCard } from '@bookinda/contracts/packages/package';

/** PK-07: names of services that more than one active package still holds: only there it matters which is redeemed first. */
export function sharedServices(packages: readonly PackageCard[]): Set<string> {
  const names = packages
    .filter(({ status }) => status === 'active')
    .flatMap(({ services }) => services.filter(({ remaining }) => remaining > 0).map(({ name }) => name));
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

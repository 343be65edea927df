const known = new Map<string, boolean>();

/**
 * The time zone if this browser knows it, else undefined: dates are then shown in the device's own. The server's list of zones is newer than
 * that of an old browser, and a format for a zone that is not known throws.
 */
export function knownZone(timeZone: string | undefined): string | undefined {
  if (!timeZone) return undefined;
  let knows = known.get(timeZone);
  if (knows === undefined) {
    knows = isKnown(timeZone);
    known.set(timeZone, knows);
  }
  return knows ? timeZone : undefined;
}

function isKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** Dresses an element in the tenant's colour, `#rrggbb`, with black or white on it, whichever reads better. Pages may still override both. */
export function wearAccent(element: HTMLElement, accent: string | null): void {
  const channels = /^#(..)(..)(..)$/.exec(accent ?? '');
  if (!channels) return;
  const [red, green, blue] = channels.slice(1).map((hex) => {
    const value = Number.parseInt(hex, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  // Above this luminance black has the higher contrast (WCAG 2.2).
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
  element.style.setProperty('--bookinda-tenant-accent', accent);
  element.style.setProperty('--bookinda-tenant-on-accent', light ? '#000' : '#fff');
}

type Rgb = [number, number, number];

/** `#rrggbb` or `#rgb`; null for anything else. */
export function parseHex(hex: string): Rgb | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex);
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  const parts = long ? long.slice(1) : short ? short.slice(1).map((digit) => digit + digit) : null;
  return parts ? (parts.map((part) => Number.parseInt(part, 16)) as Rgb) : null;
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast, 1–21. */
export function contrast(a: string, b: string): number {
  const [one, other] = [a, b].map((hex) => luminance(parseHex(hex) ?? [0, 0, 0])) as [number, number];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function mix(hex: string, toward: Rgb, share: number): string {
  const rgb = parseHex(hex) ?? [0, 0, 0];
  return `#${rgb
    .map((value, at) =>
      Math.round(value + ((toward[at] ?? 0) - value) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** `hex` itself, or the nearest mix with black or white that reaches `least`:1 against `ground`. */
export function readableOn(hex: string, ground: string, least = 4.5): string {
  const toward: Rgb = luminance(parseHex(ground) ?? [0, 0, 0]) > 0.4 ? [0, 0, 0] : [255, 255, 255];
  for (let step = 0; step <= 20; step++) {
    const tried = mix(hex, toward, step / 20);
    if (contrast(tried, ground) >= least) return tried;
  }
  return mix(hex, toward, 1);
}

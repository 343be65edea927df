const units = ['byte', 'kilobyte', 'megabyte'] as const;

/** `240 kB`, in the reader's language. */
export function fileSize(bytes: number, language: string): string {
  const step = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  const digits = step === 2 && bytes < 10_000_000 ? 1 : 0;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[step],
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(bytes / 1_000 ** step);
}

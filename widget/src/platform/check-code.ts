/** The check code (PK-22) in what somebody pasted, be it a whole mail: 64 hexadecimal digits, whatever their case and breaks. */
export function codeIn(pasted: string): string | undefined {
  const code = /(?<![\da-f])[\da-f]{64}(?![\da-f])/i;
  return (code.exec(pasted) ?? code.exec(pasted.replace(/\s+/g, '')))?.[0].toLowerCase();
}

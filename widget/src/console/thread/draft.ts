const prefix = 'bookinda-desk:draft:';

/** Words not sent yet, kept on this device per ticket and person. */
export function readDraft(key: string): string {
  return localStorage.getItem(prefix + key) ?? '';
}

export function keepDraft(key: string, text: string): void {
  if (text.trim()) localStorage.setItem(prefix + key, text);
  else localStorage.removeItem(prefix + key);
}

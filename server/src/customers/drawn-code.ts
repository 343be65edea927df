import type { CustomerCode } from '@bookinda/contracts/customers/customer-code';
import { encodeQR } from 'qr';

/** Light modules around the drawing that readers need. */
const quiet = 4;

/** A text as QR: the dark squares as one SVG path, a rectangle for each run of a row. */
export function drawnCode(text: string): CustomerCode['drawing'] {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quiet });
  const path = rows.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1]) return [];
      const end = row.indexOf(false, x);
      const run = (end < 0 ? row.length : end) - x;
      return [`M${x} ${y}h${run}v1h${-run}z`];
    }),
  );
  return { size: rows.length, path: path.join('') };
}

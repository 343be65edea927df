/** Markup that is safe to put into markup. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Piece = Html | string | number | boolean | null | undefined | Piece[];

/** `html\`<b>${name}</b>\``: pieces are escaped unless they are Html; false, null and undefined vanish. */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(
    strings.map((string, place) => string + (place < pieces.length ? render(pieces[place]) : '')).join(''),
  );
}

function render(piece: Piece): string {
  if (Array.isArray(piece)) return piece.map(render).join('');
  if (piece instanceof Html) return piece.text;
  if (piece === null || piece === undefined || piece === false || piece === true) return '';
  return escapeHtml(String(piece));
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] as string);
}

import type { Language } from '@bookinda/contracts/values';
import { escaped } from '../../platform/http/plain-page.js';

/** What a mail says, before it has a form. Every text is plain; the form escapes it. */
export interface Letter {
  language: Language;
  heading: string;
  paragraphs: string[];
  /** Words of a person, shown apart from ours. */
  quote?: { author: string; text: string };
  button?: { label: string; url: string };
  /** Why this mail came, beneath. */
  smallPrint?: string;
  /** Below the small print. */
  link?: { label: string; url: string };
  unsubscribe?: { label: string; url: string };
}

/** Whose name and colour a mail bears. */
export interface Letterhead {
  name: string;
  /** `#rrggbb`. */
  accent: string | null;
  /** Where an answer to the mail goes; null or left out: to the sender's address, which takes no mail. */
  replyTo?: string | null;
}

/** The letter as HTML (inline styles, light and dark) and as plain text; both say the same. */
export function rendered(letter: Letter, head: Letterhead): { html: string; text: string } {
  return { html: htmlOf(letter, head), text: textOf(letter, head) };
}

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

function htmlOf(letter: Letter, { name, accent }: Letterhead): string {
  const colour = accent ?? '#3f4a5f';
  const parts = [
    `<p class="dim" style="margin:0 0 16px;color:#5b6472;font-size:14px">${escaped(name)}</p>`,
    `<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escaped(letter.heading)}</h1>`,
    ...letter.paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${lines(paragraph)}</p>`),
    ...(letter.quote ? [quoteOf(letter.quote, colour)] : []),
    ...(letter.button ? [buttonOf(letter.button, colour)] : []),
  ];
  const small = [
    ...(letter.smallPrint ? [lines(letter.smallPrint)] : []),
    ...[letter.link, letter.unsubscribe].flatMap((link) =>
      link ? [`<a href="${escaped(link.url)}" style="color:inherit">${escaped(link.label)}</a>`] : [],
    ),
  ];
  return `<!doctype html>
<html lang="${letter.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(letter.heading)}</title>
<style>
@media (prefers-color-scheme: dark) {
  .page { background: #14171c !important; }
  .sheet { background: #1f242c !important; color: #eceff4 !important; }
  .dim { color: #a7b0be !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f2f4f7">
<div class="sheet" style="max-width:560px;margin:0 auto;padding:24px;border-top:4px solid ${colour};border-radius:8px;background:#ffffff;color:#1b2230;${font};font-size:16px;line-height:1.5">
${parts.join('\n')}
</div>
${small.length > 0 ? `<p class="dim" style="max-width:560px;margin:16px auto 0;color:#5b6472;${font};font-size:13px;line-height:1.5">${small.join('<br>')}</p>` : ''}
</body>
</html>`;
}

function quoteOf({ author, text }: { author: string; text: string }, colour: string): string {
  return `<blockquote style="margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid ${colour}">
<p class="dim" style="margin:0 0 4px;color:#5b6472;font-size:14px">${escaped(author)}</p>
<p style="margin:0;overflow-wrap:anywhere">${lines(text)}</p>
</blockquote>`;
}

function buttonOf({ label, url }: { label: string; url: string }, colour: string): string {
  return `<p style="margin:24px 0 8px"><a href="${escaped(url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:${colour};color:${inkOn(colour)};font-weight:600;text-decoration:none">${escaped(label)}</a></p>`;
}

function lines(text: string): string {
  return escaped(text).replace(/\r\n|\r|\n/g, '<br>');
}

/** Black or white, whichever reads better on `#rrggbb` (relative luminance of WCAG). */
function inkOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}

function textOf(letter: Letter, { name }: Letterhead): string {
  const { quote, button, smallPrint, link, unsubscribe } = letter;
  return [
    name,
    letter.heading,
    ...letter.paragraphs,
    ...(quote ? [`${quote.author}:\n${quote.text.replace(/^/gm, '> ')}`] : []),
    ...(button ? [`${button.label}:\n${button.url}`] : []),
    ...(smallPrint || link || unsubscribe ? ['-- '] : []),
    ...(smallPrint ? [smallPrint] : []),
    ...(link ? [`${link.label}: ${link.url}`] : []),
    ...(unsubscribe ? [`${unsubscribe.label}: ${unsubscribe.url}`] : []),
  ].join('\n\n');
}

import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One build per file a page may load; a common chunk between them would cost every page a second request. */
const entries: Record<string, string> = {
  bookinda: './src/embed/embed.ts',
  'ticket-form': './src/embed/ticket-form/define.ts',
  'package-card': './src/embed/package-card/define.ts',
};

/** `vite build --config vite.embed.config.ts --mode <entry>` */
export default defineConfig(({ mode }) => ({
  root: here('.'),
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: { alias: [{ find: /^@bookinda\/contracts\/(.+)$/, replacement: `${here('../contracts/src')}/$1.ts` }] },
  plugins: [sharedPolicy(), withoutVersionMarks(), withoutOldBrowsers(), shortTemplates()],
  build: {
    outDir: here('./dist/embed'),
    emptyOutDir: mode === 'bookinda',
    target: 'es2023',
    modulePreload: false,
    reportCompressedSize: false,
    // As a library, because an application's build adds a preloader of 1 kB to every dynamic import.
    lib: { entry: { [mode]: here(entries[mode] ?? '') }, formats: ['es'] },
    rolldownOptions: {
      // A route is a literal: those that an element never calls fall away.
      treeshake: { manualPureFunctions: ['route'], moduleSideEffects: (id) => !/lit-element/.test(id) },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: `${mode}-[name]-[hash].js`,
        comments: false,
        minify: true,
      },
    },
  },
}));

/**
 * What a script would need and no template of ours holds: an address with a scheme in an attribute (a colon, or an ampersand to
 * write one), script, iframe, base, a handler. The shared policy gives nothing for it, so that it is of no use to other scripts of the page.
 */
const unfit = String.raw`/&|=[^>]*:|<(sc|if|ba)|\Won\w+\s*=/i`;

/**
 * Lit creates its Trusted Types policy at load, and a second policy of that name throws under `trusted-types lit-html`. Files of
 * ours that meet on one page (two versions, form and card apart) share the first one. Whatever is shared on a page is anybody's:
 * what is `unfit` becomes nothing.
 */
function sharedPolicy(): Plugin {
  const creation = /(\w)\?\1\.createPolicy\("lit-html",\{createHTML:(\w)=>\2\}\):void 0/;
  return {
    name: 'shared-policy',
    transform(code, id) {
      if (!/lit-html\/lit-html\.js$/.test(id)) return null;
      if (!creation.test(code)) this.error('lit-html creates its policy in another way now');
      return code.replace(
        creation,
        (_, types: string) =>
          `${types}?${types}["bookinda"]??=${types}.createPolicy("lit-html",{createHTML:h=>${unfit}.test(h)?"":h}):void 0`,
      );
    },
  };
}

/** Lit leaves its versions on the page, for a warning that only its development build gives. */
function withoutVersionMarks(): Plugin {
  const mark = /[,;]?\(\w+\.(?:litHtml|litElement|reactiveElement)Versions\?\?=\[\]\)\.push\("[\d.]+"\)/;
  return {
    name: 'without-version-marks',
    transform: (code, id) =>
      /lit-html\.js|lit-element\.js|reactive-element\.js/.test(id) ? code.replace(mark, '') : null,
  };
}

/**
 * Lit's module for styles without its part for browsers that cannot adopt sheets: they know neither `light-dark()`. The elements
 * hand it nothing but CSSStyleSheet.
 */
function withoutOldBrowsers(): Plugin {
  const lean = `export const supportsAdoptingStyleSheets = true;
    export const adoptStyles = (root, sheets) => { root.adoptedStyleSheets = [...sheets]; };
    export const getCompatibleStyle = (sheet) => sheet;
    export const css = String.raw, unsafeCSS = String, CSSResult = Object;`;
  return { name: 'without-old-browsers', load: (id) => (/reactive-element\/css-tag\.js$/.test(id) ? lean : null) };
}

/** Takes line breaks and indentation out of html`` and css`` texts. */
function shortTemplates(): Plugin {
  const shorten: Record<string, (text: string) => string> = {
    html: (text) =>
      text
        .replace(/\s*\n\s*/g, '\n')
        .replace(/(^|>)\n(?=<|$)/g, '$1')
        .replace(/\n(\/?>)/g, '$1')
        .replace(/\n/g, ' '),
    css: (text) =>
      text
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\s+/g, ' ')
        .replace(/ ?([{};,]) ?/g, '$1')
        .replace(/^ |=(['"])(\w+)\1(?=\])/g, (_, quote, word) => (quote ? `=${word}` : ''))
        .replace(/: | (?=!)/g, (found) => found.trim())
        .replace(/\b0(?=\.\d)/g, '')
        .replace(/;\}/g, '}'),
  };
  return {
    name: 'short-templates',
    enforce: 'post',
    transform(code, id) {
      if (!id.includes('/src/embed/')) return null;
      const edits: { start: number; end: number; text: string }[] = [];
      walk(this.parse(code), (node) => {
        const how = node.type === 'TaggedTemplateExpression' && shorten[(node['tag'] as Node)['name'] as string];
        if (!how) return;
        for (const { start, end } of (node['quasi'] as { quasis: Node[] }).quasis)
          edits.push({ start, end, text: how(code.slice(start, end)) });
      });
      edits.sort((a, b) => b.start - a.start);
      return edits.reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), code);
    },
  };
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (!node || typeof node !== 'object') return;
  if ('type' in node) visit(node as Node);
  for (const child of Object.values(node)) walk(child, visit);
}

/** Every page of the console is below this path. */
export const root = '/manager';

type Watcher = () => void;
const watchers = new Set<Watcher>();

/** The path below `/manager`, always with a leading slash. */
export function currentPath(): string {
  return location.pathname.slice(root.length).replace(/(?<!\/)\/+$/, '') || '/';
}

export function onNavigate(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function tell(): void {
  for (const watcher of watchers) watcher();
}

/** Goes to a page of the console without a reload; `path` is below `/manager`. */
export function go(path: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', root + path);
  tell();
}

/** Keeps filters in the address so that a reload and a copied link show the same list. */
export function keepQuery(query: Record<string, string>): void {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(given).toString();
  history.replaceState(null, '', location.pathname + (search ? `?${search}` : ''));
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.pathname !== root && !link.pathname.startsWith(`${root}/`)) return;
  event.preventDefault();
  go(link.pathname.slice(root.length) + link.search);
}

/** Links inside the console change the page without a reload. */
export function startRouter(): void {
  addEventListener('popstate', tell);
  document.addEventListener('click', followLink);
}

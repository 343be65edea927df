import { html, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { inView } from '../look/in-view.js';
import { here, maySell, maySetRight } from '../shell/here.js';
import { root } from '../shell/router.js';
import type { Words } from '../words/en.js';

export type PackagePage = 'all' | 'debts' | 'calls' | 'batches' | 'templates';

/** PK-06: the pages below Packages; debts and templates for those who sell. `tabStrip` dresses it. */
export function packageTabs(at: PackagePage, words: Words) {
  if (!here.session || !maySell(here.session)) return nothing;
  const pages: [PackagePage, string, string][] = [
    ['all', '/packages', words.packages.title],
    ['debts', '/packages/debts', words.debts.title],
    ['calls', '/packages/calls', words.calls.title],
    ...(maySetRight(here.session)
      ? [['batches', '/packages/batches', words.batches.title] as [PackagePage, string, string]]
      : []),
    ['templates', '/packages/templates', words.templates.title],
  ];
  return html`<nav class="tabs" aria-label=${words.finder.pages}>
    ${pages.map(([page, path, label]) => html`<a href="${root}${path}" aria-current=${page === at ? 'page' : nothing} ${page === at ? ref(inView) : nothing}>${label}</a>`)}
  </nav>`;
}

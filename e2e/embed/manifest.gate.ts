import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const built = new URL('../../widget/dist/embed/custom-elements.json', import.meta.url);

interface Named {
  name: string;
}

interface Declaration {
  tagName?: string;
  attributes?: Named[];
  members?: Named[];
  events?: Named[];
  slots?: Named[];
  cssParts?: Named[];
  cssStates?: Named[];
  cssProperties?: Named[];
}

/** What pages may rely on: a change here is a change of the public interface and belongs into the changelog. */
test('the public names of the elements are these', () => {
  const { modules } = JSON.parse(readFileSync(built, 'utf8')) as { modules: { declarations?: Declaration[] }[] };
  const names = (list: Named[] = []) =>
    list
      .map(({ name }) => name)
      .filter(Boolean)
      .sort();
  const elements = modules
    .flatMap(({ declarations = [] }) => declarations)
    .filter(({ tagName }) => tagName)
    .map(({ tagName, attributes, members, events, slots, cssParts, cssStates, cssProperties }) => ({
      tagName,
      attributes: names(attributes),
      members: names(members),
      events: names(events),
      slots: names(slots),
      parts: names(cssParts),
      states: names(cssStates),
      properties: names(cssProperties),
    }))
    .sort((a, b) => a.tagName!.localeCompare(b.tagName!));
  const snapshot = JSON.parse(readFileSync(new URL('public-names.json', import.meta.url), 'utf8'));
  expect(elements).toEqual(snapshot);
});

import type { PackageTemplate } from '@bookinda/contracts/packages/package-template';
import { listTemplates } from '@bookinda/contracts/packages/routes';
import { ask } from '../shell/here.js';

/** All templates by name; with `state` only those. */
export async function readTemplates(state?: PackageTemplate['state']): Promise<PackageTemplate[]> {
  const templates: PackageTemplate[] = [];
  let after: string | undefined;
  do {
    const page = await ask(listTemplates, { limit: 100, ...(state ? { state } : {}), ...(after ? { after } : {}) });
    templates.push(...page.items);
    after = page.next ?? undefined;
  } while (after);
  return templates;
}

/** What the browser and Lit call, not pages. */
const ours = new Set(['formAssociated', 'shadowRootOptions', 'formResetCallback', 'formDisabledCallback']);

/** What the elements offer, for editors and documentation: `dist/embed/custom-elements.json`. */
export default {
  globs: ['src/embed/**/*.ts'],
  exclude: ['**/*.test.ts'],
  outdir: 'dist/embed',
  litelement: true,
  plugins: [
    {
      name: 'public-only',
      // Members marked @internal are shared between the files of one element, not offered to pages.
      analyzePhase({ ts, node, moduleDoc }) {
        if (!ts.isClassDeclaration(node)) return;
        const name = node.name?.getText();
        const internal = new Set(
          node.members
            .filter((member) => ts.getJSDocTags(member).some((tag) => tag.tagName.getText() === 'internal'))
            .map((member) => member.name?.getText()),
        );
        const found = moduleDoc.declarations.find((declaration) => declaration.name === name);
        const offered = (member) =>
          !internal.has(member.name) && !member.privacy?.startsWith('pr') && !ours.has(member.name);
        if (found?.members) found.members = found.members.filter(offered);
        if (found?.attributes) found.attributes = found.attributes.filter(({ fieldName }) => !internal.has(fieldName));
      },
    },
  ],
};

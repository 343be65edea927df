// The walls of ARCHITECTURE.md. A rule's comment is what whoever breaks it reads.
const { globSync, readFileSync } = require('node:fs');

// A slice is the server's file that bears a verb of contracts.
const verbs = globSync('contracts/src/*/routes.ts', { cwd: __dirname }).flatMap((file) =>
  [...readFileSync(`${__dirname}/${file}`, 'utf8').matchAll(/\broute\(\s*'([a-z-]+)'/g)].map(([, verb]) => verb),
);
const slice = `^server/src/[^/]+/.*\\b(${verbs.join('|')})\\.ts$`;
// DTOs, and the decorators that only they use.
const decorated = '(\\.dto|/nested|/local-date)\\.ts$';
const features = '^server/src/(identity|customers|support|packages|notifications|demo)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one file, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-holds-no-business',
      comment: 'platform/ knows no feature: pass in what it needs.',
      severity: 'error',
      from: { path: '^server/src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: features },
    },
    {
      name: 'features-hold-no-plumbing',
      comment: 'HTTP servers, pools, SMTP and sockets live in platform/.',
      severity: 'error',
      from: { path: features, pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(fastify|pg|nodemailer|graphile-worker|smtp-server|http|https|tls|dgram|@nestjs/platform-fastify|@aws-sdk)(/|$)|node_modules/(fastify|pg|nodemailer|graphile-worker|@nestjs/platform-fastify|@aws-sdk)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'slices-never-import-slices',
      comment: 'A slice is one verb. What two verbs need is a rule or an entity of its own, and has a noun for a name.',
      severity: 'error',
      from: { path: slice },
      to: { path: slice },
    },
    {
      name: 'notifications-know-no-feature',
      comment: 'News is declared where it is made: a message in the feature, not a case in notifications/.',
      severity: 'error',
      from: { path: '^server/src/notifications/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/(support|packages|customers|demo)/' },
    },
    {
      name: 'contracts-depend-on-nothing',
      comment: 'contracts/ is browser-safe: class-validator in *.dto.ts, nothing anywhere else.',
      severity: 'error',
      from: { path: '^contracts/src/', pathNot: ['\\.test\\.ts$', decorated] },
      to: { pathNot: '^contracts/src/' },
    },
    {
      name: 'dtos-know-only-class-validator',
      comment: 'A DTO is checked by class-validator and imports nothing else.',
      severity: 'error',
      from: { path: `^contracts/src/.*${decorated}` },
      to: { pathNot: '^contracts/src/|(^|/)class-validator(/|$)' },
    },
    {
      name: 'no-decorator-reaches-a-browser',
      comment: 'The browser takes only the type of a DTO: `import type`, or class-validator enters the bundle.',
      severity: 'error',
      from: { path: '^(widget|contracts)/src/', pathNot: ['\\.test\\.ts$', decorated] },
      to: { path: `^contracts/src/.*${decorated}`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'embed-and-console-are-strangers',
      comment: 'What both use lives in widget/src/ui or widget/src/platform.',
      severity: 'error',
      from: { path: '^widget/src/embed/' },
      to: { path: '^widget/src/console/' },
    },
    {
      name: 'console-takes-no-embed',
      comment: 'What both use lives in widget/src/ui or widget/src/platform.',
      severity: 'error',
      from: { path: '^widget/src/console/' },
      to: { path: '^widget/src/embed/' },
    },
    {
      name: 'ui-knows-no-business',
      comment: 'widget/src/ui and widget/src/platform serve embeds and console alike.',
      severity: 'error',
      from: { path: '^widget/src/(ui|platform)/' },
      to: { path: '^widget/src/(embed|console)/' },
    },
    {
      name: 'embeds-are-light',
      comment: 'An embed is Lit and nothing else.',
      severity: 'error',
      from: { path: '^widget/src/(embed|ui|platform)/', pathNot: '\\.test\\.ts$|/fake-' },
      to: { path: '@awesome\\.me|node_modules/(?!lit|@lit)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workspaces-keep-to-themselves',
      comment: 'server and widget meet in contracts/ only.',
      severity: 'error',
      from: { path: '^(server|widget)/src/' },
      to: { path: '^(server|widget)/src/', pathNot: '^$1/src/' },
    },
    {
      name: 'tests-are-not-a-library',
      comment: 'Only tests import from tests.',
      severity: 'error',
      from: { path: '^(server|widget|contracts)/src/', pathNot: '\\.test\\.ts$|^server/src/test/' },
      to: { path: '\\.test\\.ts$|^server/src/test/' },
    },
    {
      name: 'declared-packages-only',
      comment: 'A package must stand in the package.json of the workspace that imports it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'resolvable',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    exclude: { path: '(^|/)(dist|node_modules/\\.cache|coverage)/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
    combinedDependencies: false,
  },
};

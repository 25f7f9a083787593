/** Who may import whom. Each rule says why; `docs/layout.md` draws the picture. */
export default {
  forbidden: [
    {
      name: 'core-is-pure',
      comment: 'The core must run anywhere and give the same answer every time, so it knows nothing but itself.',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '^src/core/snapshot-schema\\.ts$' },
      to: { pathNot: '^src/core/' },
    },
    {
      name: 'schema-is-built-from-typebox-alone',
      comment: 'The schema is read by the build and by the compiler; what runs is generated from it.',
      severity: 'error',
      from: { path: '^src/core/snapshot-schema\\.ts$' },
      to: { pathNot: '^(src/core/|node_modules/@sinclair/typebox/)' },
    },
    {
      name: 'nothing-runs-the-schema',
      comment: 'Loading the schema library would cost every start; only its types may be used.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/core/snapshot-schema\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ops-are-pure',
      comment: 'An operation turns a lab and a request into a result; whoever calls it owns files, terminals and words.',
      severity: 'error',
      from: { path: '^src/ops/' },
      to: { pathNot: '^src/(core|ops)/' },
    },
    {
      name: 'rendering-only-reads-results',
      comment:
        'Text and JSON are made from one result, so that they cannot disagree; rendering therefore never runs an operation.',
      severity: 'error',
      from: { path: '^src/render/' },
      to: { pathNot: '^src/(core|render)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sessions-know-the-lab-and-the-disk',
      comment: 'The session layer is the only one that touches files, and all it knows of a lab is how to write one down.',
      severity: 'error',
      from: { path: '^src/session/' },
      to: { pathNot: '^src/(core|session)/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'one-owner-of-files',
      comment: 'What is on disk has one owner; everybody else asks it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(session/|boot\\.ts$|cli/terminal\\.ts$)' },
      to: { path: '^(node:)?fs' },
    },
    {
      name: 'cli-does-not-know-the-commands',
      comment: 'What commands share must not depend on one of them; the two entry points alone list them.',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: '^src/cli/(main|oclif-commands)\\.ts$' },
      to: { path: '^src/commands/' },
    },
    {
      name: 'cli-does-not-run-operations',
      comment: 'What commands share works with any operation; which one is run, the command says.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/(ops/|index|boot)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'completion-is-handed-the-commands',
      comment:
        'Lines are completed for the shell and for whoever else reads them, each with commands of its own; so none is built in.',
      severity: 'error',
      from: { path: '^src/repl/' },
      to: { pathNot: '^src/(cli|core|render|repl)/' },
    },
    {
      name: 'commands-are-definitions',
      comment: 'A command says what it takes and which operation it is; doing things to the machine is for those below it.',
      severity: 'error',
      from: { path: '^src/commands/' },
      to: { pathNot: '^src/(cli|commands|core|ops|render|repl|session)/' },
    },
    {
      name: 'lazy-files-stand-alone',
      comment:
        'A file that is built apart would carry a second copy of what it imports, whose classes are not the same; so it imports types only.',
      severity: 'error',
      from: { path: '^src/cli/lazy/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'heavy-libraries-are-lazy',
      comment: 'Colour, tables, prompts and oclif cost milliseconds at every start; they are loaded where they are needed.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/lazy/' },
      to: { path: '^node_modules/', dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@sinclair/typebox/' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one thing.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'What nobody imports is dead.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$|^src/(index|boot)\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};

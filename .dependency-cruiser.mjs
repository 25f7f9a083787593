/** Who may import whom. Each rule says why; `docs/layout.md` draws the picture. */

/** Builds a rule: files of a room import only what is listed. */
function room(name, path, allowed, comment, except = {}) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: `^src/${path}/`, ...except },
    to: { path: '^(src/|node:|node_modules/)', pathNot: `^src/(${[path, ...allowed].join('|')})/` },
  };
}

export default {
  forbidden: [
    room('core-is-pure', 'core', [], 'The core runs anywhere and gives the same answer every time: it knows nothing but itself.'),
    room(
      'codec-knows-the-core',
      'codec',
      ['core'],
      'Text of session files: it knows the model, and the model does not know it.',
      {
        pathNot: '^src/codec/snapshot-schema\\.ts$',
      },
    ),
    {
      name: 'schema-is-built-from-typebox-alone',
      comment: 'The build and the compiler read the schema; the code that runs is generated from it.',
      severity: 'error',
      from: { path: '^src/codec/snapshot-schema\\.ts$' },
      to: { pathNot: '^(src/(core|codec)/|node_modules/@sinclair/typebox/)' },
    },
    {
      name: 'nothing-runs-the-schema',
      comment: 'Loading the schema library would cost every start; only its types may be used.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/codec/snapshot-schema\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    room(
      'ops-are-pure',
      'ops',
      ['core'],
      'An operation turns a lab and a request into a result; its caller owns files, terminals and words.',
    ),
    room(
      'grammar-takes-lines-apart',
      'grammar',
      ['core'],
      'A line is read the same wherever it comes from: the grammar knows no Node, no command and no job.',
    ),
    {
      name: 'rendering-only-reads-results',
      comment: 'Text and JSON are made from one result, so that they cannot disagree; rendering never runs an operation.',
      severity: 'error',
      from: { path: '^src/render/' },
      to: { pathNot: '^src/(core|render)/|^node_modules/string-width/', dependencyTypesNot: ['type-only'] },
    },
    room(
      'executing-needs-no-node',
      'execute',
      ['core', 'grammar', 'ops', 'render', 'session'],
      'A line becomes a value here, in a browser too: the machine and the output are handed in.',
    ),
    {
      name: 'the-script-runner-needs-no-node',
      comment: 'Its lines are handed in; reading them from files is the one part that needs Node.',
      severity: 'error',
      from: { path: '^src/(script|testing)/', pathNot: '^src/script/lines\\.ts$' },
      to: { path: '^(node:|node_modules/|src/(cli|commands|files|lesson|prompt|watch|completion)/|src/script/lines\\.ts$)' },
    },
    {
      name: 'only-the-edge-knows-the-cli',
      comment: 'Printing, the terminal and the process are handed in by the context.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli/|boot\\.ts$)' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'one-owner-of-files',
      comment: 'Files have one owner; everybody else asks it.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot:
          '^src/(files/|boot\\.ts$|cli/terminal\\.ts$|session/|watch/follow\\.ts$|prompt/line-history\\.ts$|lesson/|script/lines\\.ts$|completion/file-names\\.ts$)',
      },
      to: { path: '^(node:)?fs' },
    },
    {
      name: 'files-know-only-files',
      comment: 'Whoever reads how a file is written need not know what is in it.',
      severity: 'error',
      from: { path: '^src/files/' },
      to: { path: '^src/', pathNot: '^src/(core|files)/' },
    },
    {
      name: 'sessions-know-the-codec-and-the-files',
      comment: 'The session layer keeps labs; all it knows of one is how to write it down.',
      severity: 'error',
      from: { path: '^src/session/' },
      to: { path: '^src/', pathNot: '^src/(core|codec|files|session)/' },
    },
    {
      name: 'only-the-entries-list-the-commands',
      comment: 'Rooms that execute lines are handed the commands; the two entry points alone list them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(commands/|library/|cli/(main|process-context|oclif-commands)\\.ts$)' },
      to: { path: '^src/commands/' },
    },
    {
      name: 'operations-are-named-by-commands',
      comment: 'What commands share works with any operation; which one runs, the command says.',
      severity: 'error',
      from: { path: '^src/(grammar|execute|session|script|testing|prompt|cli|completion)/' },
      to: { path: '^src/(ops/|index|boot)', pathNot: '^src/ops/steps\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'libraries-are-loaded-when-needed',
      comment: 'Colour, tables, prompts and oclif cost milliseconds at every start; one file each brings them in.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/lazy/' },
      to: {
        path: '^node_modules/',
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/(@sinclair/typebox|string-width)/',
      },
    },
    {
      name: 'later-code-is-loaded-when-needed',
      comment:
        'The build makes files of their own of these; imported at the top of another file, they would be loaded at every start.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/oclif-commands\\.ts$|^src/cli/lazy/' },
      to: { path: '^src/(cli/lazy/|commands/later\\.ts$)', dependencyTypesNot: ['type-only', 'dynamic-import'] },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one thing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'What nobody imports is dead.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$|^src/(index|boot)\\.ts$|^src/library/(ops|later)\\.ts$' },
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

/** Who may import whom. Each rule says why; `docs/layout.md` draws the picture. */

/** Builds a rule: files of a room import only the rooms and files that are listed, and Node's modules where it says `node`. */
function room(name, path, allowed, comment, except = {}) {
  const listed = [path, ...allowed].map((each) => (each === 'node' ? '(?!src/|node_modules/)' : `src/${each}(/|\\.ts$)`));
  return {
    name,
    comment,
    severity: 'error',
    from: { path: `^src/${path}/`, ...except },
    to: { pathNot: `^(${listed.join('|')})` },
  };
}

export default {
  forbidden: [
    room('core-is-pure', 'core', [], 'The core runs anywhere and gives the same answer every time: it knows nothing but itself.'),
    room(
      'daemons-are-pure',
      'daemon',
      ['core'],
      'A daemon turns what its router shows and an event into operations and messages.',
    ),
    room(
      'codec-knows-the-core',
      'codec',
      ['core', 'daemon'],
      'Text of session files: it knows the model, and the model does not know it.',
      {
        pathNot: '^src/codec/(snapshot-schema|daemon-schema|schema-parts)\\.ts$',
      },
    ),
    {
      name: 'schema-is-built-from-typebox-alone',
      comment: 'The build and the compiler read the schema; the code that runs is generated from it.',
      severity: 'error',
      from: { path: '^src/codec/(snapshot-schema|daemon-schema|schema-parts)\\.ts$' },
      to: { pathNot: '^(src/(core|codec)/|node_modules/@sinclair/typebox/)' },
    },
    {
      name: 'nothing-runs-the-schema',
      comment: 'Loading the schema library would cost every start; only its types may be used.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/codec/(snapshot-schema|daemon-schema)\\.ts$' },
      to: { path: '^src/codec/(snapshot-schema|daemon-schema|schema-parts)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    room(
      'ops-are-pure',
      'ops',
      ['core', 'daemon'],
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
    room(
      'a-script-is-lines-and-sessions',
      'script',
      ['core', 'grammar', 'execute', 'session'],
      'A script executes the lines that it is handed, in a browser too; reading them from files is the one part that needs Node.',
      { pathNot: '^src/script/lines\\.ts$' },
    ),
    {
      name: 'scripts-are-handed-their-lines',
      comment: 'What needs Node to read lines is imported by those who have a terminal or files.',
      severity: 'error',
      from: { path: '^src/(script|testing)/' },
      to: { path: '^src/script/lines\\.ts$' },
    },
    room(
      'a-test-is-a-script',
      'testing',
      ['core', 'grammar', 'execute', 'render', 'script'],
      'Tests and comparisons run a script on sessions of their own and tell what came of it.',
    ),
    room(
      'completion-reads-lines',
      'completion',
      ['core', 'grammar', 'execute', 'render', 'lesson/lesson-files', 'node'],
      'What may come next follows from the grammar, the lab and the names of files; nothing is executed for it.',
    ),
    room(
      'the-prompt-executes-lines',
      'prompt',
      ['core', 'grammar', 'execute', 'render', 'session', 'script', 'completion', 'files', 'lesson/lesson-files', 'node'],
      'A prompt edits, completes and executes lines; lessons look on through its guide.',
    ),
    room(
      'watching-looks-and-draws',
      'watch',
      ['core', 'execute', 'ops', 'render', 'session', 'files', 'node'],
      'A frame is drawn from a session that is looked at; keys are the only lines that are executed.',
    ),
    room(
      'a-lesson-is-a-script-with-goals',
      'lesson',
      ['core', 'codec', 'grammar', 'execute', 'render', 'session', 'files', 'script', 'prompt', 'completion/file-names', 'node'],
      'A lesson runs its scripts in memory, looks at its goals and at the prompt of a learner.',
    ),
    {
      name: 'the-edge-hands-things-in',
      comment:
        'The edge makes the context and prints; it neither runs operations nor knows what lessons, prompts and screens do.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/(ops|codec|testing|prompt|watch|lesson|completion)/' },
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
      from: { path: '^src/', pathNot: '^src/(commands/|library/|cli/(main|process-context|oclif-commands|lazy/oclif)\\.ts$)' },
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

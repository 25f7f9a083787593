/** Builds the package into `dist/`: the library, the program, the session schema, oclif's manifest and the manual page. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { generateOutputSchema } from './generate-output-schema.mjs';
import { generateSchema } from './generate-schema.mjs';
import { manPage } from './man-page.mjs';

/** Modules built into files of their own, which the main file loads when it needs them: name of the file, source. */
const APART = {
  'oclif-commands': 'src/cli/oclif-commands.ts',
  later: 'src/commands/later.ts',
  'string-width': 'node_modules/string-width/index.js',
  ...thirdParties(),
};

/** Builds everything anew. */
export async function buildAll() {
  await rm('dist', { recursive: true, force: true });
  await generateSchema();
  await Promise.all([buildLibrary(), buildProgram()]);
  await generateOutputSchema(emitDeclarations());
  await cp('dist/esm', 'dist/cjs', { recursive: true, filter: (path) => !path.endsWith('.js') });
  await writeFile('dist/cjs/package.json', '{ "type": "commonjs" }\n');
  await writeManifest();
  await writeHelp();
  await mkdir('dist/man');
  await writeFile('dist/man/mcast.1', manPage());
}

async function buildLibrary() {
  const common = { entryPoints: ['src/index.ts'], bundle: true, platform: 'neutral', target: 'node20', logLevel: 'error' };
  const ops = { ...common, entryPoints: ['src/library/ops.ts'], platform: 'node', plugins: [laterInLibrary] };
  for (const format of ['esm', 'cjs']) {
    await build({ ...common, format, outfile: `dist/${format}/index.js` });
    await build({ ...ops, format, outfile: `dist/${format}/library/ops.js` });
  }
}

/** The library has no files that are loaded later: what its commands need of them is built in. */
const laterInLibrary = {
  name: 'later-in-library',
  setup({ onResolve }) {
    onResolve({ filter: /\/later\.js$/ }, () => ({ path: resolve('src/library/later.ts') }));
  },
};

/**
 * One file for what every command needs, and one each for what only some need. What both need is in the main file alone, which hands it to the
 * others: so that a class is the same everywhere, and nothing is loaded twice.
 */
async function buildProgram() {
  const common = {
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // Names stay as they are: keeping them in another way costs every start a call for each function.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    supported: { 'dynamic-import': false },
    external: ['typescript'],
    logLevel: 'error',
    metafile: true,
  };
  const mainFile = (shared, write) =>
    build({
      ...common,
      stdin: { contents: entryOf(shared), resolveDir: '.', sourcefile: 'main-entry.ts', loader: 'ts' },
      outfile: 'dist/cli/mcast.cjs',
      plugins: [lazyFiles, evaluatedWhenCalled],
      write,
    });
  const inMain = new Set(Object.keys((await mainFile([], false)).metafile.inputs));
  const shared = new Set();
  const apart = Object.entries(APART).map(([name, source]) =>
    build({
      ...common,
      entryPoints: [source],
      outfile: `dist/cli/${name}.cjs`,
      plugins: [fromMain(inMain, shared), lazyFiles, evaluatedWhenCalled],
    }),
  );
  const bundles = await Promise.all(apart);
  await linkToMain(bundles.flatMap(({ metafile }) => Object.keys(metafile.outputs)));
  bundles.push(await mainFile([...shared].sort(), true));
  await writeLicences(bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
  const hash = createHash('sha256');
  for (const path of bundles.flatMap(({ metafile }) => Object.keys(metafile.outputs)).sort()) hash.update(await readFile(path));
  await build({
    ...common,
    entryPoints: ['src/boot.ts'],
    outfile: 'dist/cli/boot.cjs',
    define: { BUILD_ID: JSON.stringify(hash.digest('hex').slice(0, 16)) },
  });
}

/** The main file's source: the program, and the modules that it shares with files built apart. */
function entryOf(shared) {
  return [
    "export { main } from './src/cli/main.ts';",
    ...shared.map((path, index) => `import * as m${index} from './${path}';`),
    `export const shared = { ${shared.map((path, index) => `'${path}': m${index}`).join(', ')} };`,
  ].join('\n');
}

/**
 * In a file built apart: takes modules that are in the main file from there, and notes which they are. As external modules, they are used as they
 * are; esbuild would copy each property of a module that it bundles.
 */
function fromMain(inMain, shared) {
  return {
    name: 'from-main',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, importer }) => {
        const source = relative('.', join(dirname(importer), path))
          .replaceAll(sep, '/')
          .replace(/\.js$/, '.ts');
        if (!inMain.has(source)) return undefined;
        shared.add(source);
        return { path: `main:${source}`, external: true };
      });
    },
  };
}

/** Finishes files built apart: what they take from the main file is a member of what it exports. */
async function linkToMain(paths) {
  for (const path of paths) {
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replaceAll(/require\("main:([^"]+)"\)/g, 'require("./mcast.cjs").shared["$1"]'));
  }
}

/** The licences of all packages that are built in, each with its text. */
async function writeLicences(inputs) {
  const folders = new Set(
    inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter((path) => path !== undefined),
  );
  const texts = await Promise.all([...folders].sort().map(describeLicence));
  await writeFile('dist/THIRD-PARTY-LICENSES.txt', `${texts.join(`\n${'-'.repeat(80)}\n\n`)}`);
}

async function describeLicence(folder) {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? '' : `\n${await readFile(`${folder}/${file}`, 'utf8')}`;
  return `${name} ${version} (${license})\n${text}`;
}

/** Modules that bring in a library that is loaded when it is needed: one file each. */
function thirdParties() {
  const names = readdirSync('src/cli/lazy').map((file) => basename(file, '.ts'));
  return Object.fromEntries(names.map((name) => [name, `src/cli/lazy/${name}.ts`]));
}

/** Imports of modules in {@link APART} become `require` of the files that they are built into. */
const lazyFiles = {
  name: 'lazy-files',
  setup({ onResolve }) {
    onResolve({ filter: /\/(later|lazy\/[\w-]+)\.js$/ }, ({ path }) => ({
      path: `./${basename(path, '.js')}.cjs`,
      external: true,
    }));
  },
};

/** `string-width` takes 30 ms to evaluate, and few texts need it: it is a file of its own, which the first call loads. cli-table3 measures text as we do. */
const evaluatedWhenCalled = {
  name: 'evaluated-when-called',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^string-width$/ }, ({ path, kind, importer }) => {
      if (importer.includes('cli-table3')) return { path: 'src/render/width.ts', namespace: 'for-cli-table3' };
      return kind === 'import-statement' ? { path, namespace: 'evaluated-when-called' } : undefined;
    });
    onResolve({ filter: /./, namespace: 'evaluated-when-called' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /./, namespace: 'evaluated-when-called' }, ({ path }) => ({
      contents: `export default (text) => require('./${path}.cjs').default(text);`,
    }));
    onLoad({ filter: /.*/, namespace: 'for-cli-table3' }, () => ({
      contents: "module.exports = require('./width.js').widthOf;",
      resolveDir: 'src/render',
    }));
  },
};

/** Returns the compiler's program, which knows all types of the library. */
function emitDeclarations() {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile('tsconfig.json', ts.sys.readFile).config, ts.sys, '.');
  const program = ts.createProgram(['src/index.ts', 'src/library/ops.ts'], {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    rootDir: 'src',
    outDir: 'dist/esm',
  });
  const { diagnostics } = program.emit();
  const all = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (all.length > 0) {
    throw new Error(
      ts.formatDiagnostics(all, { getCanonicalFileName: (name) => name, getCurrentDirectory: () => '.', getNewLine: () => '\n' }),
    );
  }
  return program;
}

/** oclif's own `Plugin` reads the commands and says what its manifest has to hold, so that help loads no command. */
async function writeManifest() {
  const { Plugin } = await import('@oclif/core');
  const plugin = new Plugin({
    root: process.cwd(),
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  });
  await plugin.load();
  await writeFile('oclif.manifest.json', `${JSON.stringify(plugin.manifest, null, 2)}\n`);
}

/** Help is what oclif makes of the commands; what it makes is written down, so that asking for it loads no oclif. */
async function writeHelp() {
  for (const width of [100, 80]) {
    const env = { ...process.env, OCLIF_COLUMNS: String(width), FORCE_COLOR: '1', NO_COLOR: undefined };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/render-help.mjs'], { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    await writeFile(`dist/cli/help-${width}.json`, stdout);
  }
}

if (process.argv[1]?.endsWith('build.mjs')) await buildAll();

/** Builds the package into `dist/`: the library, the program, the session schema and oclif's manifest. */
import { createHash } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import ts from 'typescript';
import { generateSchema } from './generate-schema.mjs';

const LAZY = ['oclif', 'prompter', 'terminal-style'];

/** Builds everything anew. */
export async function buildAll() {
  await rm('dist', { recursive: true, force: true });
  await generateSchema();
  await Promise.all([buildLibrary(), buildProgram()]);
  emitDeclarations();
  await cp('dist/esm', 'dist/cjs', { recursive: true, filter: (path) => !path.endsWith('.js') });
  await writeFile('dist/cjs/package.json', '{ "type": "commonjs" }\n');
  await writeManifest();
}

async function buildLibrary() {
  const common = { entryPoints: ['src/index.ts'], bundle: true, platform: 'neutral', target: 'node20', logLevel: 'error' };
  await build({ ...common, format: 'esm', outfile: 'dist/esm/index.js' });
  await build({ ...common, format: 'cjs', outfile: 'dist/cjs/index.js' });
}

/** One file for what every command needs, and one each for what only some need. */
async function buildProgram() {
  const common = {
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    supported: { 'dynamic-import': false },
    external: ['typescript'],
    logLevel: 'error',
  };
  const program = (name) =>
    build({ ...common, entryPoints: [`src/cli/${name}.ts`], outfile: `dist/cli/${name}.cjs`, plugins: [lazyFiles] });
  await build({ ...common, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli/mcast.cjs', plugins: [lazyFiles] });
  await program('oclif-commands');
  for (const name of LAZY) await build({ ...common, entryPoints: [`src/cli/lazy/${name}.ts`], outfile: `dist/cli/${name}.cjs` });
  const buildId = createHash('sha256')
    .update(await readFile('dist/cli/mcast.cjs'))
    .digest('hex')
    .slice(0, 16);
  await build({
    ...common,
    entryPoints: ['src/boot.ts'],
    outfile: 'dist/cli/boot.cjs',
    define: { BUILD_ID: JSON.stringify(buildId) },
  });
}

/** Files in `src/cli/lazy` are built apart and loaded when they are needed. */
const lazyFiles = {
  name: 'lazy-files',
  setup({ onResolve }) {
    onResolve({ filter: /\/lazy\/[\w-]+\.js$/ }, ({ path }) => ({
      path: path.replace(/^.*\/lazy\/([\w-]+)\.js$/, './$1.cjs'),
      external: true,
    }));
  },
};

function emitDeclarations() {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile('tsconfig.json', ts.sys.readFile).config, ts.sys, '.');
  const program = ts.createProgram(['src/index.ts'], {
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

if (process.argv[1]?.endsWith('build.mjs')) await buildAll();

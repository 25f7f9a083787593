/**
 * Loaded before the program with --require: writes down what the program's own files ask for, and which calls of the file system they make.
 * What Node loads for itself differs from version to version; what we ask for does not.
 */
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const { relative, resolve, sep } = require('node:path');

const ROOT = resolve(__dirname, '../..');
const write = fs.writeFileSync;
const loadedBefore = new Set(process.moduleLoadList);
const builtins = new Set(Module.builtinModules);

const asked = new Set();
const files = new Set();
const calls = {};
/** Node's functions call one another: only a call from outside counts. */
let depth = 0;

/** The path of a file of the package, from its folder; null for any other. */
function ownPath(path) {
  if (typeof path !== 'string') return null;
  const own = relative(ROOT, path).replaceAll(sep, '/');
  return own === '' || own.startsWith('..') || own.startsWith('node_modules/') ? null : own;
}

function noteFile(path) {
  const own = ownPath(path);
  if (own !== null) files.add(own);
}

/** While a module is looked for and read, it is Node that calls; while its body runs, it is we. */
const { _load: load } = Module;
const { _compile: compile } = Module.prototype;

Module._load = function (request, parent, ...rest) {
  depth += 1;
  try {
    if (ownPath(parent?.filename) !== null) {
      if (Module.isBuiltin(request)) asked.add(request.replace(/^node:/, ''));
      else noteFile(Module._resolveFilename(request, parent));
    }
    return load.call(this, request, parent, ...rest);
  } finally {
    depth -= 1;
  }
};

Module.prototype._compile = function (...words) {
  const outer = depth;
  depth = 0;
  try {
    return compile.apply(this, words);
  } finally {
    depth = outer;
  }
};

// Looking at a property that is computed would load what it is computed from.
for (const [name, { value: original }] of Object.entries(Object.getOwnPropertyDescriptors(fs))) {
  if (typeof original !== 'function' || /^[A-Z_]/.test(name)) continue;
  const counted = function (...words) {
    if (depth === 0) {
      calls[name] = (calls[name] ?? 0) + 1;
      if (name === 'openSync' || name === 'readFileSync') noteFile(words[0]);
    }
    depth += 1;
    try {
      return original.apply(this, words);
    } finally {
      depth -= 1;
    }
  };
  fs[name] = Object.assign(counted, original);
}

process.on('exit', () => {
  const loaded = process.moduleLoadList
    .filter((name) => !loadedBefore.has(name))
    .map((name) => name.replace(/^NativeModule /, ''))
    .filter((name) => builtins.has(name));
  write(process.env.MCAST_TEST_RECORD, JSON.stringify({ asked: [...asked], loaded, files: [...files], calls }));
});

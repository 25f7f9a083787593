#!/usr/bin/env node
'use strict';

const { existsSync } = require('node:fs');

const root = `${__dirname}/..`;
if (existsSync(`${root}/dist/cli/boot.cjs`)) {
  require('../dist/cli/boot.cjs').boot(root);
} else {
  console.error(`mcast: the program is not built yet\nhint: Run npm start in ${require('node:path').resolve(root)}`);
  process.exitCode = 70;
}

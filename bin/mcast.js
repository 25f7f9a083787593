#!/usr/bin/env node
'use strict';

require('../dist/cli/boot.cjs').boot(`${__dirname}/..`);

#!/usr/bin/env node
// The command line: `lianti import …`, `lianti validate …`. See src/cli.
'use strict';

process.argv.splice(2, 0, 'lianti');
require('./run.cjs');

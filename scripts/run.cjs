#!/usr/bin/env node
// What `npm start`, `npm run demo` and `npm test` call. Plain JavaScript that any Node can read: it installs what
// is missing, finds a Node that is new enough (the project's own, else an installed one) and goes on with that.
'use strict';

const { spawn, spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const OLDEST = [22, 14];
/** Node runs TypeScript as it is; before 22.18 it has to be told so, and it need not say that this is young. */
const FLAGS = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];

const commands = {
  start: () => run('src/main.ts'),
  demo: () => run('demo/demo.ts'),
  lianti: () => run('src/cli/main.ts'),
  test: () => test(),
};

function main() {
  const [name, ...rest] = process.argv.slice(2);
  const command = commands[name];
  if (!command) fail(`Unknown command ${name}. Known: ${Object.keys(commands).join(', ')}.`);
  process.argv = [process.argv[0], process.argv[1], ...rest];
  install();
  command();
}

/** `npm ci` when packages are missing or of another version than the lock file says. */
function install() {
  if (isInstalled()) return;
  console.log('Installing what is missing (once) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) fail('npm ci did not succeed; see above.');
}

function isInstalled() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = packagesOf(installed);
  return Object.entries(packagesOf(path.join(root, 'package-lock.json'))).every(
    ([name, wanted]) =>
      name === '' || wanted.optional || wanted.devOptional || have[name]?.version === wanted.version,
  );
}

function packagesOf(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages;
}

/** The project's own Node 24, else the Node of this process, else one on the PATH; undefined when all are too old. */
function findNode() {
  const own = path.join(root, 'node_modules', 'node', 'bin', 'node');
  if (isRecent(own)) return own;
  const other = [process.execPath, 'node'].find(isRecent);
  if (!other)
    fail(
      `Node ${OLDEST.join('.')} or newer is needed, and the project's own could not be installed (are install scripts off, or is there no network?). This is ${process.version}.`,
    );
  console.log(
    `The project's own Node is not there (install scripts off, or no network); going on with ${other}.`,
  );
  return other;
}

function isRecent(node) {
  if (node.includes(path.sep) && !existsSync(node)) return false;
  const { stdout, status } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return false;
  const [major, minor] = stdout.trim().slice(1).split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function environment(node) {
  const PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH}`;
  return {
    ...process.env,
    PATH,
    // One heap for malloc a core of a small machine, not eight: 5 to 10 MB less with the writer's thread.
    MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX || '2',
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || path.join(root, 'build', 'compile-cache'),
  };
}

/** Runs one script to its end, with this process's own arguments, and ends as it ends. */
function run(script) {
  const node = findNode();
  definitions(node);
  const child = spawn(node, [...FLAGS, path.join(root, script), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: environment(node),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

/** The R4 definitions are packed once from their npm package. */
function definitions(node) {
  step(node, 'definitions', [...FLAGS, 'scripts/build-definitions.ts', '--if-needed']);
}

/** Layout, types, then the tests. */
function test() {
  const node = findNode();
  definitions(node);
  step(node, 'biome', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']);
  step(node, 'types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']);
  step(node, 'jest', [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    ...process.argv.slice(2),
  ]);
}

function step(node, name, args) {
  const { status } = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: environment(node) });
  if (status !== 0) fail(`${name} did not succeed; see above.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

main();

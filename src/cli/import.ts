// `lianti import`: legacy files by a mapping, or FHIR's own files; into the store, or through a running server.

import { existsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import { CommandError, type Door } from './door.ts';
import { dryRun } from './dry-run.ts';
import { EXIT_CODES_HELP } from './exit-codes.ts';
import type { ImportArguments } from './import-arguments.ts';
import { importFhir } from './import-fhir.ts';
import { importLegacy, openMapping } from './import-legacy.ts';
import { openLocalDoor } from './local-door.ts';
import { openServerDoor } from './server-door.ts';
import type { Terminal } from './terminal.ts';
import { openResourceValidator } from './validate-resource.ts';

export function addImport(program: Command, terminal: Terminal): void {
  program
    .command('import')
    .description('import a legacy file by a mapping, or FHIR files (Bundle, resource, folder, *.ndjson)')
    .argument('<paths...>', 'one legacy file with --mapping; else files and folders of FHIR JSON or NDJSON')
    .option('-m, --mapping <name>', 'a folder in mappings/, or the path of one')
    .option('-s, --set <name=value>', 'a parameter of the mapping; may be repeated', collect)
    .option('--dry-run', 'read, map and validate; store nothing')
    .option('--report <file>', 'write the report as JSON')
    .option('--server <url>', 'send to a running server, e.g. http://127.0.0.1:3000/fhir')
    .option('--token <token>', 'bearer token for --server (or LIANTI_TOKEN)')
    .option('--key-file <file>', 'secret for keys of children without a number (default: beside the store)')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (paths: string[], options: ImportArguments) => {
      terminal.end(await runImport(paths, options, terminal));
    });
}

async function runImport(paths: string[], options: ImportArguments, terminal: Terminal): Promise<number> {
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) throw new CommandError(`There is no file ${missing}.`);
  if (options.mapping !== undefined && (paths.length !== 1 || statSync(paths[0]!).isDirectory())) {
    throw new CommandError('With --mapping one file is imported at a time.');
  }
  const mapping = options.mapping === undefined ? undefined : openMapping(options.mapping);
  const config = readConfig(terminal.environment);
  const door = await openDoor(config, options, terminal);
  try {
    return mapping === undefined
      ? await importFhir(paths, options, door, terminal)
      : await importLegacy(paths[0]!, mapping, options, door, config, terminal);
  } finally {
    await door.close();
  }
}

async function openDoor(config: Config, options: ImportArguments, terminal: Terminal): Promise<Door> {
  const door = await doorOf(config, options, terminal);
  return options.dryRun ? dryRun(door, openResourceValidator()) : door;
}

function doorOf(config: Config, options: ImportArguments, terminal: Terminal): Promise<Door> {
  if (options.server !== undefined) {
    return openServerDoor(options.server, options.token ?? terminal.environment.LIANTI_TOKEN);
  }
  const principal = {
    name: `import:${options.mapping ?? 'fhir'}`,
    roles: ['system' as const],
    scopes: ['system/*.cruds'],
  };
  return openLocalDoor(options.dryRun ? inMemoryIfNew(config) : config, principal, terminal.note);
}

/** A dry run makes no store where there is none. */
function inMemoryIfNew(config: Config): Config {
  const file = config.STORE_URL.replace(/^sqlite:/, '');
  return existsSync(file) ? config : { ...config, STORE_URL: 'sqlite::memory:' };
}

function collect(pair: string, before: Record<string, string> = {}): Record<string, string> {
  const equals = pair.indexOf('=');
  if (equals < 1) throw new CommandError(`--set ${pair}: write it as name=value.`);
  return { ...before, [pair.slice(0, equals)]: pair.slice(equals + 1) };
}

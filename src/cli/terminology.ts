// `lianti terminology load FILE…`: a large code system into a file of its own, beside the store. A server that runs
// takes it up within a second.

import { existsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { terminologyFolderOf } from '../compose.ts';
import { readConfig } from '../config.ts';
import { loadCodeSystem } from '../terminology/load.ts';
import { openTerminologyStore } from '../terminology/store.ts';
import { CommandError } from './door.ts';
import { DONE } from './exit-codes.ts';
import { createProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  url?: string;
  systemVersion?: string;
  name?: string;
  language?: string;
  caseSensitive?: boolean;
}

export function addTerminology(program: Command, terminal: Terminal): void {
  const command = program.command('terminology').description('large code systems, held beside the store');
  command
    .command('load')
    .description('load a code system; one of the same URL and version is replaced, whole or not at all')
    .argument(
      '<files...>',
      'CSV (code, display, definition, parent, designation:zh, properties), NDJSON of concepts, or a CodeSystem as JSON',
    )
    .option('--url <url>', 'canonical URL of the code system, where the files do not say it')
    .option('--system-version <version>', 'its version')
    .option('--name <name>', 'its name')
    .option('--language <language>', 'of its displays')
    .option('--case-sensitive', 'codes that differ in case only are different codes')
    .action(async (files: string[], options: Options) => {
      const missing = files.find((file) => !existsSync(file));
      if (missing !== undefined) throw new CommandError(`There is no file ${missing}.`);
      const total = files.reduce((sum, file) => sum + statSync(file).size, 0);
      const progress = createProgress('bytes', terminal.progress);
      let done = 0;
      try {
        const { systemVersion, ...details } = options;
        const loaded = await loadCodeSystem(
          files,
          folderOf(terminal),
          { ...details, ...(systemVersion !== undefined && { version: systemVersion }) },
          (bytes) => {
            done += bytes;
            progress.show(done, total);
          },
        );
        progress.stop();
        terminal.print(`${nameOf(loaded)}: ${loaded.count} concepts were loaded.`);
        terminal.end(DONE);
      } catch (error) {
        throw new CommandError((error as Error).message);
      } finally {
        progress.stop();
      }
    });
  command
    .command('list')
    .description('say which code systems were loaded')
    .action(() => {
      for (const table of openTerminologyStore(folderOf(terminal), Date.now).all())
        terminal.print(`${nameOf(table)}: ${table.size} concepts`);
      terminal.end(DONE);
    });
}

function nameOf({ url, version }: { url: string; version: string | undefined }): string {
  return version === undefined ? url : `${url}|${version}`;
}

function folderOf(terminal: Terminal): string {
  const folder = terminologyFolderOf(readConfig(terminal.environment));
  if (folder === undefined)
    throw new CommandError('A store in memory has no data folder: set STORE_URL to a file.');
  return folder;
}

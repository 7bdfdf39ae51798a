// `lianti package add|list|remove`: FHIR packages in the data folder, read when the server starts. Nothing is
// downloaded.

import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { packagesFolderOf } from '../compose.ts';
import { readConfig } from '../config.ts';
import { addedPackages, warningsOf } from '../conformance/packages/packages.ts';
import { unpackPackage } from '../conformance/packages/unpack.ts';
import { CommandError } from './door.ts';
import { DONE } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const COUNT_EVERY = 500;

export function addPackage(program: Command, terminal: Terminal): void {
  const command = program
    .command('package')
    .description('FHIR packages (implementation guides) of this server; it reads them when it starts');
  command
    .command('add')
    .description('add packages to the data folder, out of archives that you have')
    .argument('<files...>', 'archives (.tgz)')
    .action(async (files: string[]) => {
      const folder = folderOf(terminal);
      for (const file of files) await add(file, folder, terminal);
      for (const warning of warningsOf(addedPackages(folder).map(({ manifest }) => manifest)))
        terminal.print(warning);
      terminal.print('The server reads them when it starts the next time.');
      terminal.end(DONE);
    });
  command
    .command('list')
    .description('say which packages were added')
    .action(() => {
      for (const { manifest } of addedPackages(folderOf(terminal)))
        terminal.print(`${manifest.name}#${manifest.version}`);
      terminal.end(DONE);
    });
  command
    .command('remove')
    .description('remove packages from the data folder')
    .argument('<names...>', 'as list says them, e.g. hl7.fhir.us.core#3.1.1')
    .action((names: string[]) => {
      const known = addedPackages(folderOf(terminal));
      for (const name of names) {
        const found = known.find(({ manifest }) => `${manifest.name}#${manifest.version}` === name);
        if (!found)
          throw new CommandError(`There is no package ${name}. lianti package list says which there are.`);
        rmSync(found.folder, { recursive: true });
        terminal.print(`${name} was removed.`);
      }
      terminal.end(DONE);
    });
}

async function add(file: string, folder: string, terminal: Terminal): Promise<void> {
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const onFile = (count: number) =>
    void (count % COUNT_EVERY === 0 && terminal.progress.write(`${count} files of ${path.basename(file)}\n`));
  try {
    const { manifest, count } = await unpackPackage(file, folder, onFile);
    terminal.print(`${manifest.name}#${manifest.version} was added: ${count} definitions.`);
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

function folderOf(terminal: Terminal): string {
  const folder = packagesFolderOf(readConfig(terminal.environment));
  if (folder === undefined)
    throw new CommandError(
      'A store in memory has no data folder: set STORE_URL to a file, or name packages in PACKAGES.',
    );
  return folder;
}

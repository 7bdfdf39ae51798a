// One legacy file by its mapping: progress while it runs, the report at its end.

import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config.ts';
import { createInstantFormat } from '../fhir/instant.ts';
import { type CompiledMapping, compileMapping } from '../intake/compile-mapping.ts';
import { importFile } from '../intake/import.ts';
import { listMappings, readMapping } from '../intake/read-mapping.ts';
import { type Report, reportText } from '../intake/report.ts';
import { CommandError, type Door } from './door.ts';
import { DONE, NOTHING, PARTLY } from './exit-codes.ts';
import type { ImportArguments } from './import-arguments.ts';
import { keyFileOf, readKeySecret } from './key-secret.ts';
import { createProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

const MAPPINGS = path.join(import.meta.dirname, '..', '..', 'mappings');

/** A name in mappings/, or the path of a folder. Throws CommandError or FhirError when it cannot be used. */
export function openMapping(name: string): CompiledMapping {
  const inside = path.join(MAPPINGS, name);
  const folder = [inside, path.resolve(name)].find((at) => existsSync(path.join(at, 'mapping.json')));
  if (folder === undefined) {
    throw new CommandError(`There is no mapping ${name}. There are: ${listMappings(MAPPINGS).join(', ')}.`);
  }
  return compileMapping(readMapping(folder));
}

export async function importLegacy(
  file: string,
  mapping: CompiledMapping,
  options: ImportArguments,
  door: Door,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const keyFile = options.keyFile ?? keyFileOf(config.STORE_URL);
  const format = createInstantFormat(config.TIME_ZONE);
  const progress = createProgress('lines', terminal.progress);
  const { report, repeated } = await importFile({
    mapping,
    file: { name: path.basename(file), open: () => createReadStream(file) },
    set: options.set,
    submit: door.submit,
    putBlob: door.putBlob,
    now: () => format(Date.now()),
    keySecret: readKeySecret(keyFile, options.dryRun !== true),
    onProgress: ({ done, lines, rejected }) => progress.show(done, lines, rejected),
  }).finally(() => progress.stop());

  if (repeated) terminal.print('This file has been imported before: nothing was written. Its report:');
  terminal.print(reportText(report).trimEnd());
  terminal.print(`→ ${door.name}`);
  if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
  return exitCodeOf(report);
}

function exitCodeOf({ lines, rejected }: Report): number {
  if (rejected === 0 && lines > 0) return DONE;
  return rejected < lines ? PARTLY : NOTHING;
}

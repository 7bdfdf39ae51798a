// FHIR's own files: ids kept, references in any order.

import { writeFileSync } from 'node:fs';
import { fhirFilesText, importFhirFiles } from '../intake/fhir-files.ts';
import type { Door } from './door.ts';
import { DONE, NOTHING, PARTLY } from './exit-codes.ts';
import type { ImportArguments } from './import-arguments.ts';
import { createProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

export async function importFhir(
  paths: string[],
  options: ImportArguments,
  door: Door,
  terminal: Terminal,
): Promise<number> {
  const progress = createProgress('resources', terminal.progress);
  const report = await importFhirFiles({
    paths,
    submit: door.submit,
    onProgress: ({ done, resources, rejected }) => progress.show(done, resources, rejected),
  }).finally(() => progress.stop());
  terminal.print(fhirFilesText(report).trimEnd());
  terminal.print(`→ ${door.name}`);
  if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
  if (report.rejected.length === 0 && report.resources > 0) return DONE;
  return report.stored > 0 ? PARTLY : NOTHING;
}

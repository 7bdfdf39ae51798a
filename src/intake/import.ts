// A legacy file into the server: checked whole, its bytes kept, then one transaction a line, then the report.
// The same file again, under any name, answers the first report and writes nothing.

import { FhirError } from '../fhir/error.ts';
import { type CheckedFile, checkFile, valuesOf } from './check-file.ts';
import type { CompiledMapping } from './compile-mapping.ts';
import { type FileContext, matchesOf, resolveContext } from './context.ts';
import { decode } from './decode.ts';
import { csvRows, type Row } from './formats/csv.ts';
import { GroupRoster } from './groups.ts';
import { importLine, type LineImport } from './import-line.ts';
import { contentHash, type Origin, provenancePart } from './provenance.ts';
import { bodyOf, type RawFile, rawFileDocument, rawFileId, storedReport } from './raw-file.ts';
import { compileLineReader } from './read-line.ts';
import { type Report, ReportBuilder } from './report.ts';
import type { PutBlob, SourceFile, Submit } from './submit.ts';
import { type BundlePart, outcomeSentences, submitAgain, transactionOf } from './transaction.ts';

export interface Progress {
  /** Lines done, of lines in all. */
  done: number;
  lines: number;
  rejected: number;
}

export interface ImportOptions {
  mapping: CompiledMapping;
  file: SourceFile;
  /** `--set name=value` */
  set?: Readonly<Record<string, string>>;
  submit: Submit;
  putBlob: PutBlob;
  /** An instant with offset, such as `2021-06-01T08:00:00+08:00`: when the file came. */
  now(): string;
  /** Makes keys of children without a record number that nobody can guess; must never change. */
  keySecret: string;
  /** Lines under way at once; 8 when absent. */
  concurrency?: number;
  onProgress?(progress: Progress): void;
}

export interface ImportResult {
  report: Report;
  /** True when the file had been imported before: this is the first report. */
  repeated: boolean;
}

/** Throws FhirError when the file as a whole is refused; then nothing has been stored. */
export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const { mapping, file, submit } = options;
  const checked = await checkFile({ mapping, file, set: options.set ?? {}, keySecret: options.keySecret });
  const id = rawFileId(checked.facts, mapping.document, checked.parameters);
  const known = await submit({ method: 'GET', path: `DocumentReference/${id}` });
  const first = known.status === 200 && known.body ? storedReport(known.body) : undefined;
  if (first) return { report: first, repeated: true };

  const date = known.status === 200 ? String(known.body?.date) : options.now();
  const context = await resolveContext(mapping, valuesOf(checked.parameters), submit);
  const author = referenceOf(context, mapping.document.child.source);
  const raw: RawFile = {
    id,
    file,
    facts: checked.facts,
    encoding: checked.encoding,
    mapping: mapping.document,
    date,
    custodian: author,
    related: referenceOf(context, mapping.document.order),
  };
  const examDate = String(context.scope.get('param.examDate'));
  const origin: Origin = {
    fileId: id,
    fileName: file.name,
    date,
    mapping: mapping.document,
    examDate,
    author,
  };
  const older = await laterExists(author, examDate, submit);
  await keepBytes(options, checked);
  await write(submit, [...context.made, documentPart(raw, undefined), ...originOf(origin, context.made)]);

  const report = new ReportBuilder();
  const roster = new GroupRoster(mapping, context);
  const read = compileLineReader(mapping, checked.header, valuesOf(checked.parameters));
  const job: LineImport = {
    mapping,
    checked,
    context,
    origin,
    older,
    keySecret: options.keySecret,
    read,
    submit,
  };
  await importLines(options, checked, job, report, roster);

  const groups = await roster.changes(submit);
  const finished = report.finish({
    mapping: { id: mapping.document.id, version: mapping.document.version },
    file: {
      name: file.name,
      sha256: checked.facts.sha256,
      size: checked.facts.size,
      encoding: checked.encoding,
      headerLine: checked.header.line,
    },
    parameters: checked.parameters,
    notes: [...checked.notes, ...madeNotes(context), ...missingNotes(groups.missing)],
  });
  await write(submit, [...groups.parts, ...originOf(origin, groups.parts), documentPart(raw, finished)]);
  return { report: finished, repeated: false };
}

/** Some lines at once: each waits for its own commit. One failure of the machinery stops them all. */
async function importLines(
  options: ImportOptions,
  checked: CheckedFile,
  job: LineImport,
  report: ReportBuilder,
  roster: GroupRoster,
): Promise<void> {
  const rows = dataRows(options, checked);
  let rejected = 0;
  let stopped = false;
  const worker = async (): Promise<void> => {
    while (!stopped) {
      const next = await rows.next();
      if (next.done) return;
      const { findings, stored, unchanged } = await importLine(job, next.value);
      if (stored) roster.add(stored.child, stored.values);
      if (report.add(next.value.line, findings, unchanged) === 'rejected') rejected++;
      options.onProgress?.({ done: report.lines, lines: checked.lines, rejected });
    }
  };
  const workers = Array.from({ length: options.concurrency ?? 8 }, () =>
    worker().catch((error: unknown) => {
      stopped = true;
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function* dataRows(
  { file, mapping }: ImportOptions,
  { encoding, header }: CheckedFile,
): AsyncGenerator<Row> {
  for await (const row of csvRows(decode(file.open(), encoding), mapping.document.csv)) {
    if (row.line > header.line) yield row;
  }
}

async function keepBytes({ putBlob, file }: ImportOptions, { facts }: CheckedFile): Promise<void> {
  const blob = await putBlob(file.open());
  if (blob.size !== facts.size) {
    throw refusal(
      `${file.name} changed while it was read. Wait until it is copied whole, then import it again.`,
    );
  }
}

async function laterExists(author: string | undefined, examDate: string, submit: Submit): Promise<boolean> {
  if (!author) return false;
  const answer = await submit({
    method: 'GET',
    path: `ServiceRequest?performer=${author}&occurrence=gt${examDate}&_count=1`,
  });
  return answer.status === 200 && matchesOf(answer).length > 0;
}

async function write(submit: Submit, parts: BundlePart[]): Promise<void> {
  const answer = await submitAgain(submit, transactionOf(parts));
  if (answer.status >= 400)
    throw refusal(`The server refused what the file needs: ${outcomeSentences(answer)}`);
}

function documentPart(raw: RawFile, report: Report | undefined): BundlePart {
  const resource = rawFileDocument(raw, report);
  return { reference: `DocumentReference/${raw.id}`, ...bodyOf(resource) };
}

function originOf(origin: Origin, parts: BundlePart[]): BundlePart[] {
  if (parts.length === 0) return [];
  return [
    provenancePart(
      origin,
      parts.map(({ reference }) => reference),
      undefined,
      contentHash(parts),
    ),
  ];
}

/** A slip in a name makes a second organisation: whoever reads the report should see it. */
function madeNotes({ made }: FileContext): string[] {
  return made
    .filter(({ resource }) => resource.resourceType === 'Organization' || resource.resourceType === 'Device')
    .map(({ reference, resource }) => {
      const [device] = (resource.deviceName ?? []) as { name: string }[];
      return `${String(resource.name ?? device?.name)} was not known here and was made: ${reference}.`;
    });
}

function missingNotes(missing: string[]): string[] {
  if (missing.length === 0) return [];
  const some = missing.slice(0, 5).join(', ');
  const [who, stay] = missing.length === 1 ? ['1 child', 'stays'] : [`${missing.length} children`, 'stay'];
  return [`${who} of an earlier file of this sitting, not in this one, ${stay} as stored: ${some}.`];
}

function referenceOf({ scope }: FileContext, as: string): string | undefined {
  const reference = scope.get(`ref.${as}`);
  return reference === undefined ? undefined : String(reference);
}

function refusal(diagnostics: string): FhirError {
  return new FhirError('unprocessable', [
    { severity: 'error', code: 'processing', diagnostics, rule: 'intake' },
  ]);
}

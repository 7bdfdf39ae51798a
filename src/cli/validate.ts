// `lianti validate`: files and folders against R4 and the profiles they claim. No store is opened.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { FhirError } from '../fhir/error.ts';
import { type Issue, isError } from '../fhir/issue.ts';
import { decodeUtf8, parseJson } from '../fhir/json/parse.ts';
import { listFhirFiles } from '../intake/fhir-files/read-resources.ts';
import { resourceBody } from '../interactions/body.ts';
import { CommandError } from './door.ts';
import type { ValidateResource } from './dry-run.ts';
import { DONE, NOTHING, PARTLY } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';
import { openResourceValidator } from './validate-resource.ts';

/** What was found about one resource; `place` is its file, and its line in NDJSON. */
interface Judged {
  place: string;
  issues: Issue[];
}

export function addValidate(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description('validate FHIR JSON or NDJSON files against R4 and the profiles they claim')
    .argument('<paths...>', 'files and folders')
    .option('--report <file>', 'write all issues as JSON')
    .addHelpText('after', '\nExit codes: 0 no errors; 1 errors; 2 nothing to validate.')
    .action((paths: string[], options: { report?: string }) => {
      const missing = paths.find((path) => !existsSync(path));
      if (missing !== undefined) throw new CommandError(`There is no file ${missing}.`);
      const validate = openResourceValidator();
      const judged = paths.flatMap(listFhirFiles).flatMap((file) => judgeFile(file, validate));
      for (const line of lines(judged)) terminal.print(line);
      if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(judged, null, 2)}\n`);
      if (judged.length === 0) terminal.end(NOTHING);
      else terminal.end(judged.some(({ issues }) => issues.some(isError)) ? PARTLY : DONE);
    });
}

function judgeFile(file: string, validate: ValidateResource): Judged[] {
  let text: string;
  try {
    text = decodeUtf8(readFileSync(file));
  } catch (error) {
    return [{ place: file, issues: issuesOf(error) }];
  }
  if (!/\.ndjson$/i.test(file)) return [judgeText(text, file, validate)];
  return text.split('\n').flatMap((line, i) => {
    return line.trim() === '' ? [] : [judgeText(line, `${file}, line ${i + 1}`, validate)];
  });
}

function judgeText(text: string, place: string, validate: ValidateResource): Judged {
  try {
    const { resource, numbers } = resourceBody(parseJson(text));
    return { place, issues: validate(resource, numbers, resource.resourceType) };
  } catch (error) {
    return { place, issues: issuesOf(error) };
  }
}

function issuesOf(error: unknown): Issue[] {
  if (error instanceof FhirError) return error.issues;
  throw error;
}

function lines(judged: Judged[]): string[] {
  const all = judged.flatMap(({ place, issues }) =>
    issues.map((issue) => {
      const at = issue.expression === undefined ? '' : ` ${issue.expression}`;
      const rule = issue.rule === undefined ? '' : ` [${issue.rule}]`;
      return `${place}:${at} ${issue.severity}${rule}: ${issue.diagnostics}`;
    }),
  );
  const errors = judged.flatMap(({ issues }) => issues).filter(isError).length;
  const resources = judged.length === 1 ? '1 resource' : `${judged.length} resources`;
  return [...all, `${resources}: ${errors} errors, ${all.length - errors} other remarks.`];
}

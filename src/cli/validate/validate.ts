// `lianti validate`: files and folders against R4, the profiles they claim and those that are asked for. No store is
// opened.

import { existsSync, statSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { openDefinitions, openValidator } from '../../compose.ts';
import { openPackages } from '../../conformance/packages/packages.ts';
import { createTranslations, LANGUAGES, type Language } from '../../fhir/translate.ts';
import { CommandError } from '../door.ts';
import { DONE, NOTHING, PARTLY } from '../exit-codes.ts';
import { createProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { type Judge, type Judged, judgeText } from './judge.ts';
import { filesOf, textsOf } from './read.ts';
import { createTally, placeOf, summaryLines } from './summary.ts';

interface Options {
  profile: string[];
  package: string[];
  language: string;
  output: string;
  report?: string;
}

const OUTPUTS = ['text', 'json'];

export function addValidate(program: Command, terminal: Terminal): void {
  const several = (value: string, before: string[]) => [...before, value];
  program
    .command('validate')
    .description('validate FHIR resources in files of JSON, XML and NDJSON against R4 and their profiles')
    .argument('<paths...>', 'files and folders')
    .option('-p, --profile <url>', 'a profile that each resource must satisfy; may be repeated', several, [])
    .option('--package <path>', 'a FHIR package (.tgz or folder) to know; may be repeated', several, [])
    .option('-l, --language <language>', `of the issues: ${LANGUAGES.join(', ')}`, 'en')
    .option(
      '-o, --output <form>',
      'text, or json: a line of JSON for each resource and one with the summary',
      'text',
    )
    .option('--report <file>', 'write all issues as JSON')
    .addHelpText('after', '\nExit codes: 0 no errors; 1 errors; 2 nothing to validate.')
    .action(async (paths: string[], options: Options) => {
      terminal.end(await runValidate(paths, options, terminal));
    });
}

async function runValidate(paths: string[], options: Options, terminal: Terminal): Promise<number> {
  const missing = [...paths, ...options.package].find((path) => !existsSync(path));
  if (missing !== undefined) throw new CommandError(`There is no file ${missing}.`);
  if (!OUTPUTS.includes(options.output))
    throw new CommandError(`--output is ${OUTPUTS.join(' or ')}, not ${options.output}.`);
  const files = paths.flatMap(filesOf);
  const { packages, warnings, close } = await openPackages(undefined, options.package).catch(
    (error: Error) => {
      throw new CommandError(error.message);
    },
  );
  try {
    for (const warning of warnings) terminal.note('a package builds on what is not here', { warning });
    const definitions = openDefinitions(packages.map(({ folder }) => folder));
    const unknown = options.profile.find((url) => !definitions.structure(url));
    if (unknown !== undefined)
      throw new CommandError(`The profile ${unknown} is not known here: load its package with --package.`);
    const judge: Judge = {
      validator: openValidator(() => Date.now(), definitions),
      model: definitions.model,
      profiles: options.profile,
      translate: createTranslations()(languageFrom(options.language)),
    };
    return await judgeFiles(files, judge, options, terminal);
  } finally {
    close();
  }
}

function languageFrom(text: string): Language {
  const found = LANGUAGES.find((language) => language === text.toLowerCase().split(/[-_]/, 1)[0]);
  if (!found) throw new CommandError(`--language is one of ${LANGUAGES.join(', ')}, not ${text}.`);
  return found;
}

async function judgeFiles(
  files: string[],
  judge: Judge,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const asJson = options.output === 'json';
  const progress = createProgress('bytes', terminal.progress);
  const total = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const tally = createTally();
  const reported: Judged[] = [];
  let done = 0;
  try {
    for (const file of files) {
      const before = done;
      for await (const text of textsOf(file)) {
        const judged = judgeText(text, judge);
        tally.add(judged);
        for (const line of asJson ? [JSON.stringify(judged)] : linesOf(judged)) terminal.print(line);
        if (options.report !== undefined) reported.push(judged);
        done += text.bytes.length;
        progress.show(done, total, tally.refused);
      }
      done = before + statSync(file).size;
    }
    if (files.length > 0) progress.show(total, total, tally.refused);
  } finally {
    progress.stop();
  }
  const found = tally.summary();
  if (asJson) terminal.print(JSON.stringify({ summary: found }));
  else for (const line of summaryLines(found)) terminal.print(line);
  if (options.report !== undefined) writeFileSync(options.report, `${JSON.stringify(reported, null, 2)}\n`);
  if (found.resources === 0) return NOTHING;
  return found.errors > 0 ? PARTLY : DONE;
}

function linesOf(judged: Judged): string[] {
  return judged.issues.map((issue) => {
    const rule = issue.rule === undefined ? '' : ` [${issue.rule}]`;
    const at = issue.expression === undefined ? '' : ` ${issue.expression}`;
    return `${placeOf(judged, issue)}: ${issue.severity}${rule}${at}: ${issue.diagnostics}`;
  });
}

// `lianti self-test URL`: does the server do what its CapabilityStatement says? Every claim is tried, what could not
// be proved is printed, and what was made for it is deleted again.

import type { Command } from 'commander';
import type { CapabilityStatement } from 'fhir/r4.js';
import { openDefinitions } from '../compose.ts';
import type { Definitions } from '../conformance/definitions.ts';
import { CommandError } from './door.ts';
import { DONE, PARTLY } from './exit-codes.ts';
import { createProgress } from './progress.ts';
import { type Client, createClient } from './self-test/client.ts';
import { createReport, type Finding, type Report } from './self-test/report.ts';
import { proveSearch } from './self-test/search-claims.ts';
import { proveSystem } from './self-test/system-claims.ts';
import { proveType } from './self-test/type-claims.ts';
import type { Terminal } from './terminal.ts';

/** Types under way at once. */
const WIDTH = 4;

interface Options {
  token?: string;
  types?: string;
}

export function addSelfTest(program: Command, terminal: Terminal): void {
  program
    .command('self-test')
    .argument('<url>', 'the FHIR base, such as http://127.0.0.1:3000/fhir')
    .description(
      'try every claim of a running server’s CapabilityStatement, and print what could not be proved',
    )
    .option('--token <token>', 'bearer token that may do everything')
    .option('--types <list>', 'only these resource types, comma-separated')
    .addHelpText(
      'after',
      '\nWhat it makes it deletes again; the history of a server keeps both.\nExit codes: 0 all proved; 1 something refuted or open; 2 no FHIR server answers.',
    )
    .action(async (url: string, options: Options) => {
      const client = createClient(url.replace(/\/+$/, ''), options.token);
      const statement = await readStatement(client);
      const report = createReport();
      const definitions = openDefinitions();
      try {
        await proveAll(statement, options, client, definitions, report, terminal);
      } finally {
        definitions.close();
      }
      printReport(report.findings, terminal);
      terminal.end(report.findings.every(({ result }) => result === 'proved') ? DONE : PARTLY);
    });
}

async function proveAll(
  statement: CapabilityStatement,
  options: Options,
  client: Client,
  definitions: Definitions,
  report: Report,
  terminal: Terminal,
): Promise<void> {
  const wanted = options.types?.split(',');
  const types = statement.rest![0]!.resource!.filter(({ type }) => wanted?.includes(type) !== false);
  const progress = createProgress('types', terminal.progress);
  const waiting = [...types];
  let done = 0;
  const work = async () => {
    for (let resource = waiting.shift(); resource; resource = waiting.shift()) {
      await proveType(resource, client, definitions, report);
      await proveSearch(resource, client, definitions, report);
      progress.show(++done, types.length);
    }
  };
  try {
    await proveSystem(statement, client, report);
    await Promise.all(Array.from({ length: WIDTH }, work));
  } finally {
    progress.stop();
  }
}

/** Throws CommandError when no FHIR server answers there, or one that wants a token. */
async function readStatement(client: Client): Promise<CapabilityStatement> {
  const answer = await client.send('GET', 'metadata').catch((error: Error) => {
    throw new CommandError(`${client.base} does not answer (${error.message}). Is the server running there?`);
  });
  const statement = answer.body as unknown as CapabilityStatement | undefined;
  if (statement?.resourceType !== 'CapabilityStatement' || !statement.rest?.[0]?.resource) {
    throw new CommandError(
      `${client.base} answers, but is no FHIR server. Give its FHIR base, such as http://127.0.0.1:3000/fhir.`,
    );
  }
  const { status } = await client.send('GET', 'Patient?_count=1');
  if (status === 401 || status === 403)
    throw new CommandError(
      `${client.base} answers ${status}: give a token that may do everything with --token.`,
    );
  return statement;
}

function printReport(findings: readonly Finding[], terminal: Terminal): void {
  for (const { part, claim, result, why } of findings) {
    if (result !== 'proved') terminal.print(`${result}: ${part}: ${claim}: ${why}`);
  }
  const count = (result: Finding['result']) => findings.filter((one) => one.result === result).length;
  const parts = new Set(findings.map(({ part }) => part)).size;
  terminal.print(
    `${findings.length} claims about ${parts - 1} types and the server: ${count('proved')} proved, ${count('refuted')} refuted, ${count('open')} open.`,
  );
}

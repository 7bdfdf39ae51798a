// The command line. `npm run lianti -- <command>`; each command is a file of its own.

import { Command } from 'commander';
import { ConfigError } from '../config.ts';
import { FhirError } from '../fhir/error.ts';
import { CommandError } from './door.ts';
import { NOTHING } from './exit-codes.ts';
import { addImport } from './import.ts';
import { addPackage } from './package.ts';
import { addReindex } from './reindex.ts';
import { addSelfTest } from './self-test.ts';
import { addServe } from './serve.ts';
import type { Terminal } from './terminal.ts';
import { addTerminology } from './terminology.ts';
import { addValidate } from './validate/validate.ts';
import { addVerify } from './verify.ts';

const terminal: Terminal = {
  environment: process.env,
  print: (text) => process.stdout.write(`${text}\n`),
  progress: process.stderr,
  note: (message, details) => process.stderr.write(`${message} ${JSON.stringify(details)}\n`),
  end: (code) => {
    process.exitCode = code;
  },
};

// Whoever reads our output may have seen enough (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const program = new Command('lianti')
  .description("Lianti (联体), a FHIR R4 server for a children's care consortium")
  .showHelpAfterError()
  .exitOverride();
addServe(program, process.env);
addImport(program, terminal);
addValidate(program, terminal);
addVerify(program, terminal);
addReindex(program, terminal);
addPackage(program, terminal);
addTerminology(program, terminal);
addSelfTest(program, terminal);

try {
  await program.parseAsync();
} catch (error) {
  const { code, exitCode } = error as { code?: string; exitCode?: number };
  if (code?.startsWith('commander.')) process.exitCode = exitCode === 0 ? 0 : NOTHING;
  else fail(error);
}

/** One line for what the caller can mend; a stack for what only we can. */
function fail(error: unknown): void {
  const isExpected =
    error instanceof CommandError || error instanceof FhirError || error instanceof ConfigError;
  process.stderr.write(`${isExpected ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = NOTHING;
}

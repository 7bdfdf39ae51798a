// `lianti serve` and `npm start`: read the configuration, serve, stop in order when told to.

import type { Command } from 'commander';
import { pino } from 'pino';
import { readConfig } from '../config.ts';
import { serve } from '../serve.ts';
import { StoreUnavailable } from '../storage/errors.ts';
import { CommandError } from './door.ts';

export function addServe(program: Command, environment: Record<string, string | undefined>): void {
  program
    .command('serve')
    .description('serve FHIR over HTTP; settings come from the environment (see the README)')
    .action(() => runServer(environment));
}

/** Resolves when it serves. Throws ConfigError, or CommandError with one clear line. */
export async function runServer(environment: Record<string, string | undefined>): Promise<void> {
  const config = readConfig(environment);
  const log = pino({ level: config.LOG_LEVEL, base: undefined });
  const running = await serve(config, {
    now: Date.now,
    note: (message, details) => log.warn(details, message),
    access: log.isLevelEnabled('info') ? (line) => log.info(line) : undefined,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') {
      throw new CommandError(`The port is taken: ${error.message}. Set PORT to another one.`);
    }
    throw error instanceof StoreUnavailable ? new CommandError(error.message) : error;
  });
  console.log(`Lianti serves FHIR R4 at ${running.baseUrl} (store: ${config.STORE_URL}).`);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void running.stop().then(() => process.exit(0));
    });
  }
}

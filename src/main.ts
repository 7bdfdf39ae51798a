// `npm start`: read the configuration, serve, stop in order when told to.

import { pino } from 'pino';
import { ConfigError, readConfig } from './config.ts';
import { serve } from './serve.ts';
import { StoreUnavailable } from './storage/errors.ts';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL, base: undefined });
  const running = await serve(config, {
    now: Date.now,
    note: (message, details) => log.warn(details, message),
    access: (line) => log.info(line),
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

main().catch((error: unknown) => {
  const isExpected = error instanceof ConfigError || error instanceof StoreUnavailable;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') console.error(`The port is taken: ${message}. Set PORT to another one.`);
  else console.error(isExpected ? message : error);
  process.exit(1);
});

// `npm start`: the server alone, without the command line around it.

import { CommandError } from './cli/door.ts';
import { runServer } from './cli/serve.ts';
import { ConfigError } from './config.ts';

runServer(process.env).catch((error: unknown) => {
  const isExpected = error instanceof ConfigError || error instanceof CommandError;
  console.error(isExpected ? error.message : error);
  process.exit(1);
});

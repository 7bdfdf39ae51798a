// `lianti reindex [types...]`: makes the index entries anew, in a store that no server has open or through one that runs.

import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { CommandError } from './door.ts';
import { DONE } from './exit-codes.ts';
import { openStore } from './local-door.ts';
import { createProgress, type ProgressLine } from './progress.ts';
import { reindexByServer } from './reindex-by-server.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  server?: string;
  token?: string;
}

export function addReindex(program: Command, terminal: Terminal): void {
  program
    .command('reindex')
    .description('make what searches look at anew, out of the stored resources; these stay as they are')
    .argument('[types...]', 'resource types, e.g. Patient Observation (default: all)')
    .option('--server <url>', 'through a running server, e.g. http://127.0.0.1:3000/fhir')
    .option('--token <token>', 'bearer token for --server (or LIANTI_TOKEN)')
    .addHelpText('after', '\nExit codes: 0 done; 2 the store or the server could not be used.')
    .action(async (types: string[], options: Options) => {
      const progress = createProgress('resources', terminal.progress);
      try {
        const done =
          options.server === undefined
            ? await reindexStore(types, progress, terminal)
            : await reindexByServer(
                types,
                options.server,
                options.token ?? terminal.environment.LIANTI_TOKEN,
                progress,
              );
        progress.stop();
        terminal.print(done);
        terminal.end(DONE);
      } finally {
        progress.stop();
      }
    });
}

async function reindexStore(types: string[], progress: ProgressLine, terminal: Terminal): Promise<string> {
  const lianti = await openStore(readConfig(terminal.environment), terminal.note);
  try {
    const known = lianti.services.editions.current().definitions.resourceTypes;
    const odd = types.find((type) => !known.has(type));
    if (odd !== undefined) throw new CommandError(`There is no resource type ${odd} in FHIR R4.`);
    await lianti.index.builder.complete();
    const done = await lianti.index.reindexTypes(types.length > 0 ? types : [...known], {
      signal: new AbortController().signal,
      onSlice: (place, total) => void progress.show(place.done, total),
    });
    return `${done} resources were indexed anew.`;
  } finally {
    await lianti.close();
  }
}

// `lianti verify`: is the store what its log says? The chain of hashes, then views and index entries against it.

import type { Command } from 'commander';
import { verify } from '../compose.ts';
import { readConfig } from '../config.ts';
import { DONE, PARTLY } from './exit-codes.ts';
import { openStore } from './local-door.ts';
import { createProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

export function addVerify(program: Command, terminal: Terminal): void {
  program
    .command('verify')
    .description('check the log of the store, and everything derived from it, against each other')
    .addHelpText('after', '\nExit codes: 0 everything agrees; 1 findings; 2 the store could not be opened.')
    .action(async () => {
      const lianti = await openStore(readConfig(terminal.environment), terminal.note);
      const progress = createProgress('transactions', terminal.progress);
      try {
        const findings = await verify(lianti, (seq, last) => progress.show(seq, last));
        progress.stop();
        const { seq, hash } = await lianti.services.store.tip();
        for (const finding of findings) terminal.print(finding.message);
        const result = findings.length === 0 ? 'everything agrees' : `${findings.length} findings`;
        terminal.print(`${seq} transactions, hash ${hash.slice(0, 16)}…: ${result}.`);
        terminal.end(findings.length === 0 ? DONE : PARTLY);
      } finally {
        progress.stop();
        await lianti.close();
      }
    });
}

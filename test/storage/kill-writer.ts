// A process that writes until it is killed: numbered transactions of some resources, 16 at once, every fifth one
// made to fail; each with content that no other has. It says a number when, and only when, its transaction was acknowledged.

import { Readable } from 'node:stream';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import { reference, token, tx, write } from './contract/support.ts';

const [file, round] = process.argv.slice(2) as [string, string];
const engine = openSqliteEngine({ url: `sqlite:${file}`, timeZone: 'Asia/Shanghai', now: Date.now });
const store = await engine.open('default');
let next = 0;

await Promise.all(
  Array.from({ length: 16 }, async () => {
    for (;;) {
      const n = `${round}-${next++}`;
      const writes = Array.from({ length: 5 }, (_, i) =>
        write(`Observation/${n}-${i}`, `${n} `.repeat(40), [
          token('code', n),
          reference('subject', `Patient/${n}`),
        ]),
      );
      // One resource is changed by everybody: its versions must stay without gaps.
      writes.push(write('Group/shared', n, [token('code', n)]));
      const content = await store.blobs.hold(Readable.from([Buffer.from(n.repeat(1000))]), 1_000_000);
      writes.push({ ...write(`Binary/${n}`, n), content: { hash: content.hash, size: content.size } });
      const fails = next % 5 === 0;
      const expects = fails
        ? [
            {
              types: ['Observation'],
              where: { kind: 'ids' as const, ids: ['never'] },
              keys: [{ type: 'Observation', id: 'never' }],
            },
          ]
        : [];
      const outcome = await store.transact(tx(writes, { id: n, expects }));
      await content.release();
      process.stdout.write(`${outcome.ok ? 'done' : 'refused'} ${n}\n`);
    }
  }),
);

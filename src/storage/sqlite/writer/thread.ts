// The writer's own thread: one connection that writes, fed by messages.

import { parentPort, workerData } from 'node:worker_threads';
import type { Expect, Write } from '../../store.ts';
import { createConnection, openDatabase } from '../connection.ts';
import type { FromWriter, ToWriter } from './messages.ts';
import { unpack } from './packed.ts';
import { createWriter } from './writer.ts';

const port = parentPort!;
const { file, timeZone } = workerData as { file: string; timeZone: string };
const send = (message: FromWriter) => port.postMessage(message);

const db = openDatabase(file);
const writer = createWriter(createConnection(db), timeZone, (answers, tip) => send({ answers, tip }));

port.on('message', (message: ToWriter) => {
  if ('close' in message) {
    writer.close();
    db.close();
    send({ closed: true });
    port.close();
  } else if ('packed' in message) {
    const { n, packed, now } = message;
    const tx = { ...packed, expects: unpack<Expect>(packed.expects), writes: unpack<Write>(packed.writes) };
    writer.take(n, { kind: 'transact', tx, now });
  } else for (const { n, call } of message.calls) writer.take(n, call);
});

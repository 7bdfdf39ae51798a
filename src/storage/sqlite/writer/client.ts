// The store's side of the writer: promises for calls, the newest position of the log, a bound on what waits.

import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../../errors.ts';
import type { Tip } from '../../store.ts';
import { type Connection, createConnection, openDatabase } from '../connection.ts';
import type { Answer, Call, CallKind, Calls, FromWriter, PackedTransaction, ToWriter } from './messages.ts';
import { pack } from './packed.ts';
import { fromThrown } from './thrown.ts';
import { createWriter } from './writer.ts';

/** A transaction of more writes and expectations than this goes packed: sending it would hold up others. */
const PLAIN_MAX = 64;

/** More waiting calls than this are turned away at once. */
const WAITING_MAX = 1000;

/** Nearly all that the writer holds is gone after its commit: more room for what is young would only be filled. */
const YOUNG_MB = 16;

export interface WriterClient {
  call<K extends CallKind>(kind: K, ask: Calls[K]['ask']): Promise<Calls[K]['answer']>;
  readonly tip: Tip;
  /** Called after every commit that moved the log. */
  onTip(listener: (tip: Tip) => void): void;
  /** Called after every commit, before anybody is told of it. */
  onCommit(listener: () => void): void;
  close(): Promise<void>;
}

/** How a call reaches the writer: by message or directly. */
interface Line {
  take(n: number, call: Call): void;
  hold(busy: boolean): void;
  close(): Promise<void>;
}

/** What the line tells the client. */
interface Answers {
  settle(answers: { n: number; answer: Answer }[], tip: Tip): void;
  /** One call could not be sent. */
  refuse(n: number, error: Error): void;
  /** There will be no more answers. */
  broken(why: string): void;
}

export function threadWriter(file: string, timeZone: string, tip: Tip): WriterClient {
  return createClient(tip, (answers) => threadLine(file, timeZone, answers));
}

/** For :memory:, whose one connection cannot be shared between threads. */
export function localWriter(connection: Connection, timeZone: string, tip: Tip): WriterClient {
  return createClient(tip, ({ settle }) => {
    const writer = createWriter(connection, timeZone, settle);
    return { take: writer.take, hold: () => {}, close: async () => writer.close() };
  });
}

/** For commands that end soon: starting a thread would take longer than their work. */
export function localFileWriter(file: string, timeZone: string, tip: Tip): WriterClient {
  const db = openDatabase(file);
  const writer = localWriter(createConnection(db), timeZone, tip);
  const close = async () => {
    await writer.close();
    db.close();
  };
  return {
    call: writer.call,
    onTip: writer.onTip,
    onCommit: writer.onCommit,
    close,
    get tip() {
      return writer.tip;
    },
  };
}

function createClient(start: Tip, connect: (answers: Answers) => Line): WriterClient {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const listeners: ((tip: Tip) => void)[] = [];
  const firsts: (() => void)[] = [];
  let tip = start;
  let last = 0;
  let ended: string | undefined;

  const settle: Answers['settle'] = (answers, newTip) => {
    const moved = newTip.seq > tip.seq;
    tip = newTip;
    for (const first of firsts) first();
    if (moved) for (const listener of listeners) listener(tip);
    for (const { n, answer } of answers) {
      const call = waiting.get(n);
      waiting.delete(n);
      if ('thrown' in answer) call?.reject(fromThrown(answer.thrown));
      else call?.resolve(answer.value as never);
    }
    if (waiting.size === 0) line.hold(false);
  };
  const refuse = (n: number, error: Error) => {
    waiting.get(n)?.reject(error);
    waiting.delete(n);
    if (waiting.size === 0) line.hold(false);
  };
  const broken = (why: string) => {
    ended = `The writer of the store ended: ${why} Restart the server.`;
    for (const call of waiting.values()) call.reject(new StoreUnavailable(ended));
    waiting.clear();
  };
  const line = connect({ settle, refuse, broken });

  return {
    get tip() {
      return tip;
    },
    onTip: (listener) => void listeners.push(listener),
    onCommit: (listener) => void firsts.push(listener),
    call(kind, ask) {
      if (ended) return Promise.reject(new StoreUnavailable(ended));
      if (waiting.size >= WAITING_MAX)
        return Promise.reject(
          new StoreUnavailable(`${WAITING_MAX} writes are waiting already: try again in a moment.`, 1),
        );
      return new Promise((resolve, reject) => {
        if (waiting.size === 0) line.hold(true);
        waiting.set(++last, { resolve, reject });
        line.take(last, { kind, ...ask } as Call);
      });
    },
    async close() {
      if (ended) return;
      const closing = line.close();
      ended = 'The store is closed.';
      await closing;
    },
  };
}

function threadLine(file: string, timeZone: string, { settle, refuse, broken }: Answers): Line {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { file, timeZone },
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.unref();
  let closed: (() => void) | undefined;
  worker.on('message', (message: FromWriter) => {
    if ('answers' in message) settle(message.answers, message.tip);
  });
  worker.on('error', (error) => broken(error.message));
  let isGone = false;
  worker.on('exit', () => {
    isGone = true;
    if (closed) closed();
    else broken('its thread is gone.');
  });
  // Calls of one turn of the event loop go as one message: sent one by one, the first would be committed alone
  // while the others are still on their way.
  let turn: { n: number; call: Call }[] = [];
  const send = () => {
    const calls = turn;
    turn = [];
    if (calls.length === 0) return;
    try {
      worker.postMessage({ calls } satisfies ToWriter);
    } catch {
      // One of them cannot be sent (a function in an entry): that is a fault of its caller alone.
      for (const one of calls) sendAlone(one);
    }
  };
  const sendAlone = (one: { n: number; call: Call }) => {
    try {
      worker.postMessage({ calls: [one] } satisfies ToWriter);
    } catch (error) {
      refuse(one.n, error as Error);
    }
  };
  // A packed one goes when it is ready and whole; calls made meanwhile overtake it.
  const packing = new Set<Promise<void>>();
  const sendPacked = async (n: number, { tx, now }: Transact) => {
    try {
      const packed = await packTransaction(tx);
      const bytes = [...packed.expects.parts, ...packed.writes.parts].map((part) => part.buffer);
      worker.postMessage({ n, packed, now } satisfies ToWriter, bytes);
    } catch (error) {
      refuse(n, error as Error);
    }
  };
  return {
    take: (n, call) => {
      if (call.kind === 'transact' && call.tx.writes.length + call.tx.expects.length > PLAIN_MAX) {
        const sent = sendPacked(n, call).finally(() => packing.delete(sent));
        packing.add(sent);
        return;
      }
      turn.push({ n, call });
      if (turn.length === 1) setImmediate(send);
    },
    // Waiting calls keep the process alive; an idle writer does not.
    hold: (busy) => (busy ? worker.ref() : worker.unref()),
    close: async () => {
      worker.ref();
      await Promise.all(packing);
      if (isGone) return;
      const end = new Promise<void>((resolve) => {
        closed = resolve;
      });
      send();
      worker.postMessage({ close: true } satisfies ToWriter);
      await end;
    },
  };
}

type Transact = Extract<Call, { kind: 'transact' }>;

async function packTransaction({ expects, writes, ...rest }: Transact['tx']): Promise<PackedTransaction> {
  return { ...rest, expects: await pack([...expects]), writes: await pack([...writes]) };
}

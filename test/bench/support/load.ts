// A load generator that costs little itself: keep-alive sockets, each with one request under way.
// HTTP/1.1 with Content-Length only, which is what the servers under measurement send.

import { connect, type Socket } from 'node:net';

export interface LoadRequest {
  method: string;
  path: string;
  body?: string;
}

export interface LoadResult {
  requests: number;
  seconds: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** By status code. */
  statuses: Record<string, number>;
}

export interface LoadAnswer {
  status: number;
  headers: string;
  body: string;
}

export interface LoadPlan {
  port: number;
  connections: number;
  /** Ends after so many seconds … */
  seconds?: number;
  /** … or so many requests. */
  requests?: number;
  next(n: number): LoadRequest;
  /** Sees every answer; costs time, so only where it is needed. */
  onAnswer?(answer: LoadAnswer): void;
}

export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let sent = 0;
  const started = performance.now();
  const end = plan.seconds === undefined ? Number.POSITIVE_INFINITY : started + plan.seconds * 1000;
  const most = plan.requests ?? Number.POSITIVE_INFINITY;

  await Promise.all(
    Array.from({ length: plan.connections }, async () => {
      const line = await openLine(plan.port);
      while (performance.now() < end && sent < most) {
        const request = plan.next(sent++);
        const t0 = performance.now();
        const answer = await line.ask(request, plan.onAnswer !== undefined);
        latencies.push(performance.now() - t0);
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        plan.onAnswer?.(answer);
      }
      line.close();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    requests: latencies.length,
    seconds,
    perSecond: latencies.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    statuses,
  };
}

export interface Line {
  ask(request: LoadRequest, wantsBody: boolean): Promise<LoadAnswer>;
  close(): void;
}

/** What sockets read into, one after the other: fresh memory for each piece cost two fifths of its time. */
const READ_INTO = Buffer.allocUnsafeSlow(256 * 1024);

/** Bytes of a head at most. */
const HEAD_MAX = 4096;

/** One keep-alive connection. */
export async function openLine(port: number): Promise<Line> {
  let waiting:
    | { resolve(answer: LoadAnswer): void; reject(error: Error): void; wantsBody: boolean }
    | undefined;
  let head = '';
  /** Bytes of the body to come; -1: the head is not whole. */
  let toCome = -1;
  /** A body is put together in memory that is used again, or the generator would measure its own collector. */
  let body = Buffer.allocUnsafeSlow(64 * 1024);
  let length = 0;
  const keep = (piece: Buffer): void => {
    if (length + piece.length > body.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (length + piece.length));
      body.copy(larger, 0, 0, length);
      body = larger;
    }
    length += piece.copy(body, length);
  };
  const take = (chunk: Buffer): void => {
    let rest = chunk;
    if (toCome < 0) {
      const before = head.length;
      head += chunk.toString('latin1', 0, HEAD_MAX);
      // It may have come in two pieces.
      const border = head.indexOf('\r\n\r\n', Math.max(0, before - 3));
      if (border < 0) return;
      head = head.slice(0, border);
      rest = chunk.subarray(border + 4 - before);
      toCome = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    }
    toCome -= rest.length;
    if (waiting?.wantsBody) keep(rest);
    if (toCome > 0 || !waiting) return;
    const answer = {
      status: Number(head.slice(9, 12)),
      headers: head,
      body: body.toString('utf8', 0, length),
    };
    const { resolve } = waiting;
    waiting = undefined;
    length = 0;
    head = '';
    toCome = -1;
    resolve(answer);
  };
  const socket: Socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: READ_INTO,
      callback(length) {
        take(READ_INTO.subarray(0, length));
        return true;
      },
    },
  });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  const fail = () => waiting?.reject(new Error('The server closed the connection.'));
  socket.on('error', fail);
  socket.on('close', fail);
  return {
    ask({ method, path, body: sent }, wantsBody) {
      const length =
        sent === undefined
          ? ''
          : `Content-Type: application/fhir+json\r\nContent-Length: ${Buffer.byteLength(sent)}\r\n`;
      socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/fhir+json\r\n${length}\r\n${sent ?? ''}`,
      );
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject, wantsBody };
      });
    },
    close: () => socket.destroy(),
  };
}

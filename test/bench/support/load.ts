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

/** One keep-alive connection. */
export async function openLine(port: number): Promise<Line> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let waiting:
    | { resolve(answer: LoadAnswer): void; reject(error: Error): void; wantsBody: boolean }
    | undefined;
  let chunks: Buffer[] = [];
  let have = 0;
  let need = -1;
  let head = '';
  let headLength = 0;
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    have += chunk.length;
    if (need < 0) {
      const all = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      chunks = [all];
      const border = all.indexOf('\r\n\r\n');
      if (border < 0) return;
      head = all.toString('latin1', 0, border);
      headLength = border + 4;
      need = headLength + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    }
    if (have < need || !waiting) return;
    const body = waiting.wantsBody ? Buffer.concat(chunks).toString('utf8', headLength, need) : '';
    const answer = { status: Number(head.slice(9, 12)), headers: head, body };
    const { resolve } = waiting;
    waiting = undefined;
    chunks = [];
    have = 0;
    need = -1;
    resolve(answer);
  });
  const fail = () => waiting?.reject(new Error('The server closed the connection.'));
  socket.on('error', fail);
  socket.on('close', fail);
  return {
    ask({ method, path, body }, wantsBody) {
      const length =
        body === undefined
          ? ''
          : `Content-Type: application/fhir+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
      socket.write(
        `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/fhir+json\r\n${length}\r\n${body ?? ''}`,
      );
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject, wantsBody };
      });
    },
    close: () => socket.destroy(),
  };
}

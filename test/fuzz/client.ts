// Sends what a usual client would refuse to send, over connections that stay, and never waits for ever.

import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { FuzzRequest } from './requests.ts';

export interface FuzzAnswer {
  /** 0: the connection ended without an answer, which only bytes that are no request may lead to. */
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export interface FuzzClient {
  /** Throws when there is no whole answer in time. */
  send(one: FuzzRequest): Promise<FuzzAnswer>;
  close(): void;
}

export function createFuzzClient(port: number, timeoutMs: number): FuzzClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });

  function once({ method, target, headers, body }: FuzzRequest, isRetry: boolean): Promise<FuzzAnswer> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const outgoing = request(
        { port, host: '127.0.0.1', agent, method, path: target, headers: { ...headers, ...length } },
        (reply) => {
          whole(reply).then((answer) => {
            clearTimeout(timer);
            resolve(answer);
          }, reject);
        },
      );
      const timer = setTimeout(() => outgoing.destroy(new Error(`No answer in ${timeoutMs} ms`)), timeoutMs);
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        // A connection that was kept may be ended by the server just when it is used again. RFC 9112 9.3.1.
        const isStale = ['ECONNRESET', 'EPIPE'].includes(error.code ?? '') && outgoing.reusedSocket;
        if (isStale && !isRetry) once({ method, target, headers, body }, true).then(resolve, reject);
        else reject(error);
      });
      outgoing.end(body);
    });
  }

  return {
    send: (one) => (one.bytes === undefined ? once(one, false) : sendBytes(one.bytes, port, timeoutMs)),
    close: () => agent.destroy(),
  };
}

async function whole(reply: IncomingMessage): Promise<FuzzAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of reply) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks);
  const isPacked = reply.headers['content-encoding'] === 'gzip' && sent.length > 0;
  const text = (isPacked ? gunzipSync(sent) : sent).toString('utf8');
  return { status: reply.statusCode!, headers: reply.headers, text };
}

function sendBytes(bytes: string, port: number, timeoutMs: number): Promise<FuzzAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`No end in ${timeoutMs} ms`)));
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(firstAnswer(text));
      else reject(error);
    });
    socket.on('close', () => resolve(firstAnswer(text)));
    socket.end(bytes, 'latin1');
  });
}

function firstAnswer(text: string): FuzzAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = Object.fromEntries(
    fields.map((field) => [
      field.split(':', 1)[0]!.toLowerCase(),
      field.slice(field.indexOf(':') + 1).trim(),
    ]),
  );
  const length = Number(headers['content-length'] ?? 0);
  const body = Buffer.from(rest.join('\r\n\r\n')).subarray(0, length).toString('utf8');
  return { status: Number(line.split(' ')[1] ?? 0), headers, text: body };
}

// When the memory of an answer may be used again.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { send } from '../../src/http/response.ts';

/** More than the system takes from the server before the caller takes anything. */
const MUCH = 64 * 1024 * 1024;

let server: Server;
let socket: Socket;
let released: number;

beforeEach(async () => {
  released = 0;
  server = createServer((message: IncomingMessage, reply) => {
    const response = { status: 200, headers: {}, bytes: Buffer.alloc(MUCH, 'x'), release: () => released++ };
    const representation = {
      mediaTypes: ['application/fhir+json'],
      format: 'json',
      read: () => Promise.reject(new Error('nothing is read')),
      write: (text: string) => text,
    } as const;
    void send(message, reply, response, {
      requestId: '1',
      cors: {},
      representation: { ...representation, mediaTypes: ['application/fhir+json'] },
      isPretty: false,
      dateHeader: () => '',
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.pause();
});
afterEach(() => {
  socket.destroy();
  server.close();
});

const ask = (more = '') => socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`);
const until = async (holds: () => boolean) => {
  for (let i = 0; i < 500 && !holds(); i++) await sleep(10);
};

describe('The memory of an answer is given back', () => {
  it('when all of it is on its way, and not before', async () => {
    ask();
    await sleep(300);
    expect(released).toBe(0);
    socket.resume();
    await until(() => released > 0);
    expect(released).toBe(1);
  });

  it('as soon as its compressed form is there', async () => {
    ask('Accept-Encoding: gzip\r\n');
    await until(() => released > 0);
    expect(released).toBe(1);
  });

  it('when its caller has gone away: nothing is sent from it any more', async () => {
    ask();
    await sleep(100);
    expect(released).toBe(0);
    socket.destroy();
    await until(() => released > 0);
    expect(released).toBe(1);
  });
});

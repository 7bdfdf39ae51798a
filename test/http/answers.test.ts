// Answers use memory again: what one caller has not taken yet must not change because others are answered meanwhile.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

const COLOURS = ['red', 'green', 'blue', 'white'];
let server: HttpTestServer;

beforeAll(async () => {
  server = await createHttpTestServer();
  const entry = COLOURS.flatMap((colour) =>
    Array.from({ length: 20 }, (_, n) => ({
      request: { method: 'PUT', url: `Basic/${colour}-${n}` },
      resource: {
        resourceType: 'Basic',
        id: `${colour}-${n}`,
        identifier: [{ system: 'urn:test:colour', value: colour }],
        code: { text: `${colour} `.repeat(300) },
      },
    })),
  );
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry };
  await server.http.post('/fhir').type('application/fhir+json').send(JSON.stringify(bundle)).expect(200);
});
afterAll(() => server.close());

const asked = (colour: string) => `/fhir/Basic?identifier=urn:test:colour|${colour}`;
const requestFor = (colour: string) => `GET ${asked(colour)} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

async function open(): Promise<Socket> {
  const socket = connect(server.running.port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Bodies of so many answers, taken now. */
async function take(socket: Socket, count: number): Promise<string[]> {
  const bodies: string[] = [];
  let bytes = Buffer.alloc(0);
  for await (const chunk of socket) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    for (;;) {
      const border = bytes.indexOf('\r\n\r\n');
      if (border < 0) break;
      const length = Number(/content-length: (\d+)/i.exec(bytes.toString('latin1', 0, border))![1]);
      if (bytes.length < border + 4 + length) break;
      bodies.push(bytes.toString('utf8', border + 4, border + 4 + length));
      bytes = bytes.subarray(border + 4 + length);
    }
    if (bodies.length === count) break;
  }
  return bodies;
}

function expectOnly(colour: string, body: string): void {
  const { entry } = JSON.parse(body) as { entry: { resource: { id: string; code: { text: string } } }[] };
  expect(entry).toHaveLength(20);
  for (const { resource } of entry) {
    expect(resource.id).toMatch(new RegExp(`^${colour}-`));
    expect(resource.code.text).toBe(`${colour} `.repeat(300));
  }
}

describe('Answers that are not taken at once', () => {
  it('stay what they are while others are answered', async () => {
    const MANY = 300;
    // More than the system holds for a connection: the rest waits in the server.
    const slow = await Promise.all(
      COLOURS.map(async (colour) => {
        const socket = await open();
        socket.pause();
        socket.write(requestFor(colour).repeat(MANY));
        return { colour, socket };
      }),
    );
    await sleep(200);
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all(COLOURS.map((colour) => server.http.get(asked(colour)).expect(200)));
      for (const [i, colour] of COLOURS.entries()) expectOnly(colour, JSON.stringify(answers[i]!.body));
    }
    for (const { colour, socket } of slow) {
      const bodies = await take(socket, MANY);
      expect(bodies).toHaveLength(MANY);
      for (const body of bodies) expectOnly(colour, body);
    }
  });

  it('do no harm when their callers go away', async () => {
    for (let round = 0; round < 10; round++) {
      const socket = await open();
      socket.pause();
      socket.write(requestFor('red').repeat(100));
      await sleep(10);
      socket.destroy();
      const { body } = await server.http.get(asked('blue')).expect(200);
      expectOnly('blue', JSON.stringify(body));
    }
  });
});

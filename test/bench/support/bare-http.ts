// The ceiling of any HTTP server here: bare node:http that sends the same bytes and does nothing else.
// Run as a process of its own; BODY_FILE names the file with the body.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const body = readFileSync(process.env.BODY_FILE!);
const server = createServer((request, reply) => {
  request.resume();
  request.on('end', () => {
    reply.writeHead(200, { 'Content-Type': 'application/fhir+json', 'Content-Length': body.length });
    reply.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(
    `Lianti serves FHIR R4 at http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir (bare)`,
  );
});
process.on('SIGTERM', () => process.exit(0));

// A whole server with its HTTP door, on a free port and SQLite in memory.

import supertest from 'supertest';
import { readConfig } from '../../src/config.ts';
import { type Running, serve } from '../../src/serve.ts';

export interface HttpTestServer {
  running: Running;
  /** Paths as after the host: `/fhir/Patient`. */
  http: ReturnType<typeof supertest>;
  lines: Record<string, unknown>[];
  notes: { message: string; details: Record<string, unknown> }[];
  close(): Promise<void>;
}

export async function createHttpTestServer(
  environment: Record<string, string> = {},
): Promise<HttpTestServer> {
  const lines: HttpTestServer['lines'] = [];
  const notes: HttpTestServer['notes'] = [];
  const config = readConfig({ STORE_URL: 'sqlite::memory:', PORT: '0', ...environment });
  // PORT 0 is not empty, so the schema sees it.
  const running = await serve(config, {
    now: Date.now,
    note: (message, details) => notes.push({ message, details }),
    access: (line) => lines.push(line),
  });
  return { running, http: supertest(`http://127.0.0.1:${running.port}`), lines, notes, close: running.stop };
}

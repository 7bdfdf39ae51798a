// 50,000 creates at full speed: is any lastUpdated later than the Date header of its own answer?
//
//   node test/bench/date-header.ts [creates]

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startServer } from '../support/server-process.ts';
import { runLoad } from './support/load.ts';

const CREATES = Number(process.argv[2] ?? 50_000);
const folder = mkdtempSync(path.join(os.tmpdir(), 'lianti-bench-'));
const server = await startServer({
  STORE_URL: `sqlite:${path.join(folder, 'bench.db')}`,
  LOG_LEVEL: 'silent',
});
let checked = 0;
let later = 0;
const body = JSON.stringify({ resourceType: 'Patient', name: [{ text: '王小禾' }], gender: 'female' });
const { perSecond, statuses } = await runLoad({
  port: server.port,
  connections: 16,
  requests: CREATES,
  next: () => ({ method: 'POST', path: '/fhir/Patient', body }),
  onAnswer({ headers, body }) {
    const date = Date.parse(/\r\nDate: ([^\r]+)/.exec(headers)![1]!);
    const lastUpdated = Date.parse(/"lastUpdated":"([^"]+)"/.exec(body)![1]!);
    checked++;
    if (lastUpdated > date) later++;
  },
});
console.log(
  `${checked} creates (${JSON.stringify(statuses)}, ${Math.round(perSecond)}/s): ${later} with a lastUpdated later than their Date`,
);
await server.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(later === 0 && checked === CREATES ? 0 : 1);

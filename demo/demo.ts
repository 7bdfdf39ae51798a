// `npm run demo`: starts a server, loads the networks, plays the mission in seven steps, then stays up.
// `-- --once` ends after the last step, with 1 if a figure is wrong; `-- --reset` clears its data first.

import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'fhir-kit-client';
import { StoreUnavailable } from '../src/storage/errors.ts';
import { lockFile } from '../src/storage/sqlite/lock.ts';
import { farewell } from './farewell.ts';
import { sentencesOf } from './fhir.ts';
import { runLianti } from './lianti.ts';
import type { Play } from './play.ts';
import { Screen } from './screen.ts';
import { type DemoServer, NotStarted, startServer } from './server.ts';
import { steps } from './steps/index.ts';

const ROOT = path.join(import.meta.dirname, '..');
const SEED = ['seed/consortium.json', 'seed/eye-network.json'].map((file) => path.join(ROOT, file));
const FILES = ['lianti.db', 'lianti.db-wal', 'lianti.db-shm', 'lianti.db-lock', 'import-key', 'server.log'];

const { values: options } = parseArgs({
  options: { once: { type: 'boolean' }, reset: { type: 'boolean' }, help: { type: 'boolean' } },
});
const folder = process.env.DEMO_DATA ?? path.join(ROOT, 'demo-data');

async function main(): Promise<number> {
  if (options.help) {
    console.log(
      'npm run demo [-- --once] [-- --reset]\nEnvironment: DEMO_DATA (folder), PORT (0: any free one).',
    );
    return 0;
  }
  mkdirSync(folder, { recursive: true });
  if (options.reset) reset();
  const screen = new Screen((line) => console.log(line));
  screen.say('联体 Lianti demo. 人物均为虚构 All people are invented.');
  const server = await startServer(
    folder,
    process.env.PORT === undefined ? undefined : Number(process.env.PORT),
  );
  stopOnSignals(server);
  try {
    screen.say(`FHIR R4: ${server.baseUrl}`);
    const play = playOn(server.baseUrl, screen);
    await play.lianti('import', ...SEED);
    for (const [i, step] of steps.entries()) {
      screen.heading(i + 1, step.zh, step.en);
      await step.run(play);
    }
    const seconds = Math.round(performance.now() / 1000);
    screen.say(
      '',
      `${screen.wrong === 0 ? '所有数字正确 All figures are right' : `${screen.wrong} 个数字不对 figures are wrong`} (${seconds} s).`,
    );
    if (!options.once) {
      screen.say(...farewell(server.baseUrl, folder));
      return (await server.ended) ?? 0;
    }
    await server.stop();
    return screen.wrong === 0 ? 0 : 1;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function playOn(baseUrl: string, screen: Screen): Play {
  return {
    baseUrl,
    clientOf: (role, organization) =>
      new Client({
        baseUrl,
        customHeaders:
          role === undefined ? {} : { 'X-Lianti-Role': role, 'X-Lianti-Organization': organization! },
      }),
    lianti: (...words) =>
      runLianti(
        [...words, '--server', baseUrl, '--key-file', path.join(folder, 'import-key')].filter(Boolean),
      ),
    figure: (figure) => screen.figure(figure),
    say: (...lines) => screen.say(...lines),
  };
}

/** Clears what the demo wrote, never the folder. Throws when a running demo uses it. */
function reset(): void {
  lockFile(path.join(folder, 'lianti.db')).release();
  for (const file of FILES) rmSync(path.join(folder, file), { force: true });
}

/** The server hears the terminal's Ctrl-C too; this process only waits for it. */
function stopOnSignals(server: DemoServer): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void server.stop().then(() => process.exit(0)));
  }
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    const isExpected = error instanceof StoreUnavailable || error instanceof NotStarted;
    console.error(isExpected ? error.message : ((error as Error).stack ?? error));
    for (const sentence of sentencesOf(error)) console.error(sentence);
    process.exit(1);
  });

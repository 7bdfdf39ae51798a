// `lianti import --mapping`: the figures of an import, from the command line into a store of its own.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LOCAL_OPERATOR } from '../../src/authorization/local-operator.ts';
import { openLocalDoor } from '../../src/cli/local-door.ts';
import { readConfig } from '../../src/config.ts';
import { runLianti, temporaryFolder } from '../support/lianti-process.ts';

const SAMPLES = path.join('mappings', 'kindergarten-screening', 'samples');
const FILES = {
  first: path.join(SAMPLES, '2020-05-22-qibao-middle-class.csv'),
  second: path.join(SAMPLES, '2021-05-21-qibao-senior-class.csv'),
  corrected: path.join(SAMPLES, '2021-05-21-qibao-senior-class-corrected.csv'),
};
const MAPPING = ['--mapping', 'kindergarten-screening'];

const folder = temporaryFolder();
const environment = { STORE_URL: `sqlite:${path.join(folder.path, 'lianti.db')}` };
afterAll(() => folder.remove());

/** Opens the store between two runs of the command. */
async function ask(...paths: string[]) {
  const door = await openLocalDoor(readConfig(environment), LOCAL_OPERATOR, () => {});
  try {
    // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
    const answers: any[] = [];
    for (const at of paths) answers.push((await door.submit({ method: 'GET', path: at })).body);
    return answers;
  } finally {
    await door.close();
  }
}

async function measurements(): Promise<number> {
  return (await ask('Observation?_summary=count'))[0].total;
}

describe('lianti import with a mapping', () => {
  beforeAll(async () => {
    expect((await runLianti(['import', 'seed'], environment)).code).toBe(0);
  });

  it('gives n, 2n, 2n, 2n measurements for 2020, 2021, 2021 again and 2021 with one cell corrected, and one new version', async () => {
    const first = await runLianti(['import', FILES.first, ...MAPPING], environment);
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('30 lines: 24 as they were, 5 repaired, 1 rejected (line 9: ');
    const n = await measurements();
    expect(n).toBeGreaterThan(0);

    const second = await runLianti(['import', FILES.second, ...MAPPING], environment);
    expect(second.stdout).toContain('30 lines: 24 as they were, 5 repaired, 1 rejected (line 17: ');
    expect(await measurements()).toBe(2 * n);

    const [before] = await ask('_history?_count=1');
    const again = await runLianti(['import', FILES.second, ...MAPPING], environment);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('This file has been imported before: nothing was written.');
    expect(await measurements()).toBe(2 * n);
    const [unchanged] = await ask('_history?_count=1');
    expect(unchanged.entry).toEqual(before.entry);

    const since = new Date(Date.now() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const corrected = await runLianti(['import', FILES.corrected, ...MAPPING], environment);
    expect(corrected.stdout).toContain('28 of them had been stored before.');
    expect(await measurements()).toBe(2 * n);
    const [changed] = await ask(`Observation/_history?_since=${since}`);
    expect(changed.entry).toHaveLength(1);
    expect(changed.entry[0].resource.meta.versionId).toBe('2');
  });

  it('prints line, rule, before and after, and writes the same as JSON', async () => {
    const file = path.join(folder.path, 'report.json');
    const { stdout } = await runLianti(['import', FILES.second, ...MAPPING, '--report', file], environment);
    expect(stdout).toContain('line 10 repaired: 球镜（右） "-125" → "-1.25" [hundredths]');
    const report = JSON.parse(readFileSync(file, 'utf8'));
    expect(report).toMatchObject({ lines: 30, accepted: 24, repaired: 5, rejected: 1 });
  });

  it('keeps the raw file by its hash', async () => {
    const [bundle] = await ask('DocumentReference?_count=10');
    const hashes = bundle.entry.map(
      // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
      ({ resource }: any) => resource.identifier[0].value.split('/')[2],
    );
    const door = await openLocalDoor(readConfig(environment), LOCAL_OPERATOR, () => {});
    const { hash } = await door.putBlob(
      (async function* () {
        yield readFileSync(FILES.first);
      })(),
    );
    await door.close();
    expect(hashes).toContain(hash);
  });
});

describe('lianti import --dry-run', () => {
  it('reports as an import would and leaves nothing behind', async () => {
    const empty = temporaryFolder();
    const { code, stdout } = await runLianti(['import', FILES.second, ...MAPPING, '--dry-run'], {
      STORE_URL: `sqlite:${path.join(empty.path, 'store', 'lianti.db')}`,
    });
    expect(stdout).toContain('30 lines: 24 as they were, 5 repaired, 1 rejected (line 17: ');
    expect(stdout).toContain('dry run: nothing is stored');
    expect(code).toBe(1);
    expect(() => readFileSync(path.join(empty.path, 'store'))).toThrow(/ENOENT/);
    empty.remove();
  });
});

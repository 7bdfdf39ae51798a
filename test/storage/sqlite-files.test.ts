// SQLite files: what is refused at opening, who may open, what an erasure leaves on disk, long reads.

import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { StoreTimeout, StoreUnavailable } from '../../src/storage/errors.ts';
import type { SortKey, Where } from '../../src/storage/query.ts';
import { openSqliteEngine, type SqliteOptions } from '../../src/storage/sqlite/engine.ts';
import { SCHEMA_VERSION } from '../../src/storage/sqlite/schema.ts';
import type { Store } from '../../src/storage/store.ts';
import { verifyStore } from '../../src/storage/verify.ts';
import { commit, hasCode, key, query, reference, string, token, write } from './contract/support.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianti-files-'));
  file = join(folder, 'lianti.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const engineOf = (more: Partial<SqliteOptions> = {}) =>
  openSqliteEngine({
    url: `sqlite:${file}`,
    timeZone: 'Asia/Shanghai',
    now: Date.now,
    thread: false,
    ...more,
  });

async function inStore<T>(work: (store: Store) => Promise<T>, more?: Partial<SqliteOptions>): Promise<T> {
  const engine = engineOf(more);
  try {
    return await work(await engine.open('default'));
  } finally {
    await engine.close();
  }
}

const refusal = async (more?: Partial<SqliteOptions>): Promise<string> => {
  const error = await inStore(async () => undefined, more).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(StoreUnavailable);
  return (error as Error).message;
};

describe('Opening a file', () => {
  it('brings back what was written, in folders that did not exist', async () => {
    file = join(folder, 'a', 'b', 'lianti.db');
    await inStore((store) => commit(store, [write('Patient/a', 'kept')]));
    await inStore(async (store) => {
      expect((await store.read([key('Patient/a')]))[0]!.text).toContain('kept');
      expect(await store.tip()).toMatchObject({ seq: 1 });
      expect((await commit(store, [write('Patient/b')])).seq).toBe(2);
    });
  });

  it('is refused while another has it open', async () => {
    const engine = engineOf();
    await engine.open('default');
    expect(await refusal()).toMatch(/in use by another/);
    await engine.close();
    await inStore(async () => undefined);
  });

  it('is refused to a second process', async () => {
    const script = `import { openSqliteEngine } from ${JSON.stringify(new URL('../../src/storage/sqlite/engine.ts', import.meta.url).href)};
      const engine = openSqliteEngine({ url: 'sqlite:' + process.argv[1], timeZone: 'Asia/Shanghai', now: Date.now, thread: false });
      await engine.open('default').then(() => console.log('opened'), (error) => console.log(error.message));
      await engine.close();`;
    const other = () =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script, file], {
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' },
      });
    await inStore(async () => expect(other()).toMatch(/in use by another/));
    expect(other()).toBe('opened\n');
  });

  it('is refused in another time zone, or in one that does not exist', async () => {
    await inStore(async () => undefined);
    expect(await refusal({ timeZone: 'Europe/Berlin' })).toMatch(/Asia\/Shanghai, not Europe\/Berlin/);
    file = join(folder, 'new.db');
    expect(await refusal({ timeZone: 'Mars/Olympus' })).toMatch(/not a time zone/);
    expect(existsSync(file)).toBe(false);
  });

  it('is refused when the file is empty or something else, and leaves it as it is', async () => {
    writeFileSync(file, '');
    expect(await refusal()).toMatch(/empty: restore a backup/);
    expect(readFileSync(file, 'utf8')).toBe('');
    writeFileSync(file, 'name,birth\n');
    expect(await refusal()).toMatch(/not a SQLite database/);
    expect(readFileSync(file, 'utf8')).toBe('name,birth\n');
  });

  it('is refused when the file is a database of something else', async () => {
    const db = new Database(file);
    db.exec('CREATE TABLE accounts (id); PRAGMA user_version=1');
    db.close();
    expect(await refusal()).toMatch(/not a Lianti store/);
  });

  it('is refused when the file was written by a newer version, or lacks a table', async () => {
    await inStore(async () => undefined);
    const change = (text: string) => {
      const db = new Database(file);
      db.exec(text);
      db.close();
    };
    change(`PRAGMA user_version=${SCHEMA_VERSION + 1}`);
    expect(await refusal()).toMatch(/newer Lianti/);
    change(`PRAGMA user_version=${SCHEMA_VERSION}; DROP TABLE token`);
    expect(await refusal()).toMatch(/lacks token/);
  });

  it('is refused when a page is damaged or the end is cut off', async () => {
    const many = Array.from({ length: 300 }, (_, i) =>
      write(`Patient/p${i}`, 'x'.repeat(500), [token('code', `c${i}`)]),
    );
    await inStore((store) => commit(store, many));
    const sound = join(folder, 'sound.db');
    copyFileSync(file, sound);
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096 * 8, 4096 * 9);
    writeFileSync(file, bytes);
    expect(await refusal()).toMatch(/damaged.*restore the newest backup/);
    copyFileSync(sound, file);
    truncateSync(file, 4096 * 10);
    expect(await refusal()).toMatch(/damaged/);
    copyFileSync(sound, file);
    await inStore(async (store) => expect((await store.tip()).seq).toBe(1));
  });

  it('is refused when the file is gone but its log is there', async () => {
    writeFileSync(`${file}-wal`, 'something');
    expect(await refusal()).toMatch(/is gone, but its log/);
    expect(existsSync(file)).toBe(false);
  });

  it('begins anew where an earlier start was cut off', async () => {
    writeFileSync(`${file}-new`, 'half a database');
    await inStore((store) => commit(store, [write('Patient/a')]));
    expect(existsSync(`${file}-new`)).toBe(false);
  });

  it('names each tenant a file and takes no path for a name', async () => {
    const engine = engineOf();
    await engine.open('east');
    expect(existsSync(join(folder, 'lianti.east.db'))).toBe(true);
    await expect(engine.open('../east')).rejects.toThrow(/not a tenant's name/);
    await engine.close();
  });
});

const dated = (name: string, lo: number) =>
  write(name, '', [
    { kind: 'token', param: 'code', system: '', code: 'x', fold: 'x' },
    { kind: 'date', param: 'date', lo: lo * 1000, hi: lo * 1000 + 1 },
  ]);

describe('A file', () => {
  it('holds nothing of what was erased: not in the database, not in its log', async () => {
    const secret = 'SecretNameOfAChild';
    const files = () =>
      [file, `${file}-wal`]
        .filter(existsSync)
        .map((name) => readFileSync(name, 'latin1'))
        .join('');
    await inStore(async (store) => {
      const entries = [
        string('name', secret),
        token('identifier', `${secret}1`),
        { kind: 'reference', param: 'link', url: `https://elsewhere/${secret}` } as const,
        { ...string('name', `${secret}2`), within: { type: 'RelatedPerson', id: 'r' } },
      ];
      await commit(store, [write('Patient/a', secret, entries)], { receipt: `{"body":"${secret}"}` });
      for (let i = 0; i < 20; i++)
        await commit(store, [write('Patient/a', `${secret} ${'x'.repeat(i * 300)}`, entries)]);
      expect(files()).toContain(secret);
      await store.erase({ id: 'e', keys: [{ key: key('Patient/a') }] });
      expect(files().toLowerCase()).not.toContain(secret.toLowerCase());
      expect(await verifyStore(store, {})).toEqual([]);
    });
    expect(files().toLowerCase()).not.toContain(secret.toLowerCase());
  });

  it('of the first schema is brought to the newest, with all that it holds', async () => {
    const bytes = Buffer.from('a raw file');
    await inStore(async (store) => {
      await commit(store, [
        write('Patient/a', 'words'),
        dated('Observation/late', 2),
        dated('Observation/early', 1),
      ]);
      await store.blobs.put(Readable.from([bytes]), 100);
    });
    const db = new Database(file);
    db.exec(`DROP INDEX versions_content; ALTER TABLE versions DROP COLUMN content;
      DROP INDEX blobs_held; ALTER TABLE blobs DROP COLUMN use;
      DROP INDEX token_dated; ALTER TABLE token DROP COLUMN dated; ALTER TABLE token DROP COLUMN lo;
      ALTER TABLE token DROP COLUMN len`);
    db.pragma('user_version=1');
    db.close();
    await inStore(async (store) => {
      expect(await verifyStore(store, {})).toEqual([]);
      // Tokens of before do not say when; those of now do.
      await commit(store, [dated('Observation/middle', 1.5)]);
      const where: Where = { kind: 'match', param: 'code', match: { kind: 'token', code: 'x' } };
      const sort: SortKey[] = [{ by: 'param', param: 'date', kind: 'date', descending: true }];
      const { versions } = await store.search({ types: ['Observation'], where, sort, count: 10 });
      expect(versions.map(({ key }) => key.id)).toEqual(['late', 'middle', 'early']);
      // It was put for good: nobody drops it.
      const { hash, release } = await store.blobs.hold(Readable.from([bytes]), 100);
      await release();
      expect((await buffer(await store.blobs.get(hash))).equals(bytes)).toBe(true);
    });
  });

  it('holds no content that was only held when its process ended', async () => {
    const bytes = Buffer.from('held');
    await inStore((store) => store.blobs.hold(Readable.from([bytes]), 10));
    await inStore((store) => commit(store, [write('Patient/a')]));
    const db = new Database(file);
    expect(
      db.prepare('SELECT (SELECT count(*) FROM blobs), (SELECT count(*) FROM blob_parts)').raw().get(),
    ).toEqual([0, 0]);
    db.close();
  });

  it('changed behind our back is found out by verify: content', async () => {
    await inStore(async (store) => {
      for (const name of ['altered', 'missing']) {
        const { release: _, ...content } = await store.blobs.hold(Readable.from([Buffer.from(name)]), 10);
        await commit(store, [{ ...write(`Binary/${name}`), content }]);
      }
    });
    const db = new Database(file);
    const blob = (name: string) => `(SELECT blob FROM blob_parts WHERE bytes = CAST('${name}' AS BLOB))`;
    db.exec(`DELETE FROM blobs WHERE blob = ${blob('missing')};
      UPDATE blob_parts SET bytes = CAST('ALTERED' AS BLOB) WHERE blob = ${blob('altered')}`);
    db.close();
    await inStore(async (store) => {
      expect((await verifyStore(store, {})).map((finding) => finding.message)).toEqual([
        'The content of Binary/altered version 1 is not the one that was logged.',
        'The content of Binary/missing version 1 is missing.',
      ]);
    });
  });

  it('changed behind our back is found out by verify', async () => {
    await inStore((store) => commit(store, [write('Patient/a', 'true words', [token('code', 'c')])]));
    const db = new Database(file);
    db.exec("UPDATE versions SET body=replace(body, 'true', 'false'); DELETE FROM token");
    db.close();
    await inStore(async (store) => {
      const findings = await verifyStore(store, { indexOf: () => [token('code', 'c')] });
      expect(findings.map((finding) => finding.message)).toEqual([
        'The text of Patient/a version 1 is not the one that was logged.',
        expect.stringMatching(/^The index of Patient\/a lacks .*"code":"c"/),
      ]);
    });
    const again = new Database(file);
    again.exec("UPDATE transactions SET digest='other'");
    again.close();
    await inStore(async (store) => {
      const [finding] = await verifyStore(store, {});
      expect(finding).toMatchObject({ seq: 1, message: expect.stringMatching(/the log was changed/) });
    });
  });
});

describe('The writer thread', () => {
  it('refuses alone what cannot be sent to it, and takes the rest of the same moment', async () => {
    await inStore(
      async (store) => {
        const unsendable = [{ ...token('code', 'c'), fold: () => 'c' } as never];
        const outcomes = await Promise.allSettled([
          commit(store, [write('Patient/a')]),
          commit(store, [write('Patient/b', 'x', unsendable)]),
          commit(store, [write('Patient/c')]),
        ]);
        expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect((await store.tip()).seq).toBe(2);
      },
      { thread: true },
    );
  });

  it('packs large transactions, and refuses alone one of them that cannot be sent', async () => {
    await inStore(
      async (store) => {
        const many = (from: string) => Array.from({ length: 1000 }, (_, i) => write(`Patient/${from}${i}`));
        const unsendable = [{ ...token('code', 'c'), fold: () => 'c' } as never];
        const large = commit(store, many('a'));
        const broken = commit(store, [...many('b'), write('Patient/b', 'x', unsendable)]);
        const small = commit(store, [write('Patient/c')]);
        await expect(broken).rejects.toThrow(/could not be cloned/);
        expect([(await small).seq, (await large).seq].sort()).toEqual([1, 2]);
        expect((await store.tip()).seq).toBe(2);
        expect(await store.read([key('Patient/b0')])).toEqual([undefined]);
      },
      { thread: true },
    );
  });

  it('turns calls away beyond a thousand that wait, and says when to come again', async () => {
    await inStore(
      async (store) => {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 1005 }, (_, i) => commit(store, [write(`Patient/p${i}`)])),
        );
        const refused = outcomes.flatMap((outcome) =>
          outcome.status === 'rejected' ? [outcome.reason] : [],
        );
        expect(refused).toHaveLength(5);
        expect(refused[0]).toMatchObject({ kind: 'unavailable', retryAfterS: 1 });
        expect((await store.tip()).seq).toBe(1000);
      },
      { thread: true },
    );
  });

  it('finishes what waits when the store is closed', async () => {
    const engine = engineOf({ thread: true });
    const store = await engine.open('default');
    const writing = Promise.all(
      Array.from({ length: 50 }, (_, i) => commit(store, [write(`Patient/p${i}`)])),
    );
    await engine.close();
    await expect(writing).resolves.toHaveLength(50);
    await inStore(async (again) => expect((await again.tip()).seq).toBe(50));
  });

  it('finishes a large transaction when the store is closed at once', async () => {
    const engine = engineOf({ thread: true });
    const store = await engine.open('default');
    const writing = commit(
      store,
      Array.from({ length: 2000 }, (_, i) => write(`Patient/p${i}`)),
    );
    await engine.close();
    expect((await writing).versions).toHaveLength(2000);
    await inStore(async (again) => {
      expect((await again.tip()).seq).toBe(1);
      expect(
        await again.count({ types: ['Patient'], where: { kind: 'and', all: [] }, sort: [], count: 0 }),
      ).toBe(2000);
    });
  });
});

describe('A long search', () => {
  // Leads from every Observation to its Patient, several times over, and finds nobody with another code.
  const other: Where = {
    kind: 'chain',
    param: 'subject',
    targets: ['Patient'],
    where: { kind: 'not', where: hasCode('code', 'c') },
  };
  const rare: Where = { kind: 'or', any: Array(8).fill(other) };
  const many = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      write(`Observation/o${i}`, 'x', [reference('subject', 'Patient/a'), token('code', 'c')]),
    );
  const fill = async (store: Store, n: number) => {
    await commit(store, [write('Patient/a', 'x', [token('code', 'c')])]);
    for (let i = 0; i < n; i += 5000) await commit(store, many(n).slice(i, i + 5000));
  };

  it('ends at its deadline, in the thread for long reads or without one', async () => {
    const places: Partial<SqliteOptions>[] = [
      { thread: false },
      { thread: true },
      { url: 'sqlite::memory:' },
    ];
    for (const [i, place] of places.entries()) {
      file = join(folder, `${i}.db`);
      await inStore(async (store) => {
        await fill(store, 20_000);
        const start = performance.now();
        const searching = store.search(query('Observation', rare), { deadline: Date.now() + 15 });
        await expect(searching).rejects.toThrow(StoreTimeout);
        expect(performance.now() - start).toBeLessThan(2000);
        await expect(
          store.count(query('Observation', rare), undefined, { deadline: Date.now() + 11 }),
        ).rejects.toThrow(StoreTimeout);
      }, place);
    }
  }, 60_000);

  it('ends at its deadline behind another, which goes on', async () => {
    await inStore(
      async (store) => {
        await fill(store, 20_000);
        let first = 'under way';
        const long: Where = { kind: 'or', any: Array(24).fill(other) };
        const going = store.search(query('Observation', long)).finally(() => {
          first = 'done';
        });
        await store.read([key('Patient/a')]);
        await expect(store.search(query('Observation', rare), { deadline: Date.now() + 60 })).rejects.toThrow(
          StoreTimeout,
        );
        expect(first).toBe('under way');
        expect((await going).versions).toEqual([]);
      },
      { thread: true },
    );
  }, 60_000);

  it('ends at its deadline while it sorts, too', async () => {
    await inStore(async (store) => {
      await fill(store, 20_000);
      const sort: SortKey[] = [
        { by: 'param', param: 'subject', kind: 'reference', descending: false },
        { by: '_id', descending: true },
      ];
      const all: Where = { kind: 'and', all: [] };
      const searching = store.search(query('Observation', all, { sort }), { deadline: Date.now() + 20 });
      await expect(searching).rejects.toThrow(StoreTimeout);
    });
  }, 60_000);

  it('holds up no read by id, and answers the same', async () => {
    await inStore(
      async (store) => {
        await fill(store, 20_000);
        let done = false;
        const searching = store.search(query('Observation', rare)).finally(() => {
          done = true;
        });
        let reads = 0;
        while (!done) {
          await store.read([key('Patient/a')]);
          reads++;
          await new Promise((resolve) => setImmediate(resolve));
        }
        expect((await searching).versions).toEqual([]);
        expect(reads).toBeGreaterThan(5);
        await commit(store, [
          write('Patient/b'),
          write('Observation/last', 'x', [reference('subject', 'Patient/b')]),
        ]);
        const found = await store.search(
          query('Observation', rare, { sort: [{ by: '_id', descending: false }] }),
        );
        expect(found.versions.map((version) => version.key.id)).toEqual(['last']);
      },
      { thread: true },
    );
  }, 60_000);
});

// What the command line says to files and words that it cannot use: one clear line, exit code 2, nothing stored.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Ended, runLianti, temporaryFolder } from '../support/lianti-process.ts';
import { startServer } from '../support/server-process.ts';

const SAMPLE = path.join(
  'mappings',
  'kindergarten-screening',
  'samples',
  '2021-05-21-qibao-senior-class.csv',
);
const folder = temporaryFolder();
const environment = { STORE_URL: `sqlite:${path.join(folder.path, 'lianti.db')}` };
afterAll(() => folder.remove());

function importBytes(name: string, bytes: Uint8Array): Promise<Ended> {
  const file = path.join(folder.path, name);
  writeFileSync(file, bytes);
  const words = ['import', file, '--mapping', 'kindergarten-screening', '--set', 'examDate=2021-05-21'];
  return runLianti([...words, '--dry-run'], environment);
}

function expectRefusal({ code, stderr, stdout }: Ended, sentence: RegExp): void {
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
  expect(code).toBe(2);
}

/** Latin-1 keeps every byte, so that bytes of the header can be exchanged. */
const bytes = readFileSync(SAMPLE);
const lines = bytes.toString('latin1').split('\r\n');

function quoteOpenOnLine6(): Buffer {
  const open = [...lines.slice(0, 5), `"${lines[5]}`, ...lines.slice(6)].join('\r\n');
  return Buffer.from(open, 'latin1');
}

describe('lianti import refuses', () => {
  it('a file in a wrong encoding', async () => {
    const utf16 = Buffer.from(new TextDecoder('gb18030').decode(bytes), 'utf16le');
    expectRefusal(await importBytes('utf16.csv', utf16), /neither in UTF-8 nor in GB 18030/);
  });

  it('a file whose text was destroyed by an earlier conversion', async () => {
    const lost = Buffer.from(`锟斤拷锟斤拷,锟斤拷\r\n1,2\r\n`);
    expectRefusal(await importBytes('lost.csv', lost), /an earlier conversion has destroyed the text/);
  });

  it('a file without a column that the mapping needs', async () => {
    const cut = lines.map((line) => line.split(',').slice(0, 19).join(',')).join('\r\n');
    expectRefusal(
      await importBytes('cut.csv', Buffer.from(cut, 'latin1')),
      /The header on line 2 has no column 轴位（左）/,
    );
  });

  it('a file with a quote that never closes, naming the line', async () => {
    const open = [...lines.slice(0, 5), `"${lines[5]}`, ...lines.slice(6)].join('\r\n');
    expectRefusal(
      await importBytes('open.csv', Buffer.from(open, 'latin1')),
      /A quotation mark opened on line 6 is never closed/,
    );
  });

  it('a mapping that is not there, and names those that are', async () => {
    const ended = await runLianti(['import', SAMPLE, '--mapping', 'no-such'], environment);
    expectRefusal(ended, /There is no mapping no-such\. There are: kindergarten-screening/);
  });

  it('a file that is not there', async () => {
    expectRefusal(
      await runLianti(['import', 'no-such.json'], environment),
      /There is no file no-such\.json\./,
    );
  });

  it('a server that does not answer', async () => {
    const ended = await runLianti(['import', 'seed', '--server', 'http://127.0.0.1:1/fhir'], environment);
    expectRefusal(ended, /http:\/\/127\.0\.0\.1:1\/fhir does not answer/);
  });
});

describe('a store in use by a running server', () => {
  it('is named, with the way through the server, and that way works', async () => {
    const own = temporaryFolder();
    const STORE_URL = `sqlite:${path.join(own.path, 'lianti.db')}`;
    const server = await startServer({ STORE_URL });
    try {
      const refused = await runLianti(['import', 'seed'], { STORE_URL, PORT: String(server.port) });
      expectRefusal(refused, new RegExp(`in use by another Lianti process.* --server ${server.baseUrl}`));
      const through = await runLianti(['import', 'seed', '--server', server.baseUrl], { STORE_URL });
      expect(through).toMatchObject({ code: 0, stdout: expect.stringContaining('87 stored, 0 rejected') });

      // A broken file through the server: refused as a whole, and the server lives on.
      const broken = path.join(own.path, 'open-2021-05-21.csv');
      writeFileSync(broken, quoteOpenOnLine6());
      const words = ['import', broken, '--mapping', 'kindergarten-screening', '--server', server.baseUrl];
      expectRefusal(
        await runLianti(words, { STORE_URL }),
        /A quotation mark opened on line 6 is never closed/,
      );
      const history = await fetch(`${server.baseUrl}/_history?_count=1`);
      const { entry } = (await history.json()) as { entry: { request: { url: string } }[] };
      expect(entry[0]!.request.url).not.toMatch(/^(DocumentReference|Binary|Observation)/);
    } finally {
      await server.stop();
      own.remove();
    }
  });

  it('asks for a token where tokens are wanted', async () => {
    const own = temporaryFolder();
    const tokens = path.join(own.path, 'tokens.json');
    writeFileSync(tokens, '{}');
    const server = await startServer({
      STORE_URL: 'sqlite::memory:',
      AUTH: 'tokens',
      AUTH_TOKENS_FILE: tokens,
    });
    try {
      const ended = await runLianti(
        ['import', 'seed', '--server', server.baseUrl, '--token', 'x'],
        environment,
      );
      expectRefusal(ended, /answered 401: .*--token/);
    } finally {
      await server.stop();
      own.remove();
    }
  });
});

describe('after all these refusals', () => {
  it('no store was made', () => {
    expect(existsSync(path.join(folder.path, 'lianti.db'))).toBe(false);
  });
});

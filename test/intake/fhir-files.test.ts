import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderByReferences, packGroups } from '../../src/intake/fhir-files/order.ts';
import { fhirFilesText, importFhirFiles } from '../../src/intake/fhir-files.ts';
import { FakeServer } from './fake-server.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fhir-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const observation = (id: string, subject: string, value = '1') =>
  `{"resourceType":"Observation","id":"${id}","subject":{"reference":"${subject}"},"valueQuantity":{"value":${value}}}`;

describe('FHIR files', () => {
  it('keep their ids and their digits, whatever order they refer in', async () => {
    const server = new FakeServer();
    mkdirSync(join(folder, 'more'));
    write('a.ndjson', `${observation('o1', 'Patient/p1', '1.50')}\r\n\n${observation('o2', 'Patient/p2')}`);
    write(
      'b.json',
      '{"resourceType":"Patient","id":"p1","generalPractitioner":[{"reference":"Organization/g"}]}',
    );
    write(
      'more/c.json',
      '{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p2"}},{"resource":{"resourceType":"Organization","id":"g"}}]}',
    );
    write('notes.txt', 'not FHIR');
    const report = await importFhirFiles({ paths: [folder], submit: server.submit, batchSize: 1 });
    expect(report).toMatchObject({ files: 3, resources: 5, stored: 5, rejected: [] });
    expect(server.texts.get('Observation/o1')).toEqual([observation('o1', 'Patient/p1', '1.50')]);
    expect(fhirFilesText(report)).toBe('3 files, 5 resources: 5 stored, 0 rejected.\n');
  });

  it('that refer to each other in a circle go in one transaction', async () => {
    const server = new FakeServer();
    const link = (id: string, other: string) =>
      `{"resourceType":"Patient","id":"${id}","link":[{"other":{"reference":"Patient/${other}"},"type":"seealso"}]}`;
    const file = write('p.ndjson', [link('a', 'b'), link('b', 'c'), link('c', 'a')].join('\n'));
    const report = await importFhirFiles({ paths: [file], submit: server.submit, batchSize: 1 });
    expect(report.stored).toBe(3);
    expect(server.requests).toBe(1);
  });

  it('of a transaction Bundle lose their urn:uuid references', async () => {
    const server = new FakeServer();
    const uuid = '3e5a5a2e-8a55-4c39-9a5e-3f6f1b3f7a10';
    const file = write(
      't.json',
      `{"resourceType":"Bundle","type":"transaction","entry":[
        {"resource":${observation('o', `urn:uuid:${uuid}`, '0.10')},"request":{"method":"POST","url":"Observation"}},
        {"fullUrl":"urn:uuid:${uuid}","resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}]}`,
    );
    await importFhirFiles({ paths: [file], submit: server.submit });
    expect(server.texts.get('Observation/o')).toEqual([observation('o', `Patient/${uuid}`, '0.10')]);
    expect(server.get(`Patient/${uuid}`)).toBeDefined();
  });

  it('that are refused are named with file and line, and the others are stored', async () => {
    const server = new FakeServer();
    server.refuse = (reference) => reference === 'Patient/p3';
    const lines = Array.from({ length: 9 }, (_, i) => `{"resourceType":"Patient","id":"p${i}"}`);
    const file = write('p.ndjson', [...lines, observation('o', 'Patient/p3')].join('\n'));
    const seen: number[] = [];
    const report = await importFhirFiles({
      paths: [file],
      submit: server.submit,
      onProgress: ({ done }) => seen.push(done),
    });
    expect(report.stored).toBe(8);
    expect(report.rejected.map(({ reference, place }) => [reference, place])).toEqual([
      ['Patient/p3', `${file}, line 4`],
      ['Observation/o', `${file}, line 10`],
    ]);
    expect(report.rejected[1]!.reason).toContain('refers to Patient/p3, which is not there');
    expect(seen.at(-1)).toBe(10);
  });

  it('given twice are stored once, and different ones with one id are reported', async () => {
    const server = new FakeServer();
    const one = '{"resourceType":"Patient","id":"p"}';
    const file = write(
      'p.ndjson',
      [one, one, '{"resourceType":"Patient","id":"p","active":true}'].join('\n'),
    );
    const report = await importFhirFiles({ paths: [file], submit: server.submit });
    expect(report).toMatchObject({ resources: 3, stored: 1, rejected: [{ place: `${file}, line 3` }] });
    expect(report.notes).toHaveLength(1);
  });

  it.each([
    ['x.ndjson', '{"resourceType":"Patient","id":"p"}\n{"resourceType":', /x\.ndjson, line 2: /],
    ['x.json', '[1]', /is no FHIR resource/],
    ['x.json', '{"resourceType":"Patient"}', /has no usable id/],
    ['x.ndjson', Buffer.from([0x7b, 0xff, 0x7d]).toString('latin1'), /line 1|UTF-8/],
  ])('that cannot be read leave no trace (%s %#)', async (name, text, words) => {
    const server = new FakeServer();
    const file = write(name, text);
    await expect(importFhirFiles({ paths: [file], submit: server.submit })).rejects.toThrow(words);
    expect(server.requests).toBe(0);
  });
});

describe('The order of writing', () => {
  const graph = fc.array(fc.array(fc.nat(19), { maxLength: 4 }), { minLength: 1, maxLength: 20 });

  it('never lets a resource refer to one of a later transaction', () => {
    fc.assert(
      fc.property(graph, fc.integer({ min: 1, max: 6 }), (edges, max) => {
        const nodes = edges.map((needs, i) => ({ reference: `P/${i}`, needs: needs.map((n) => `P/${n}`) }));
        const batches = packGroups(orderByReferences(nodes), max);
        const written = new Set<string>();
        for (const batch of batches) {
          const all = batch.flat();
          expect(batch.length === 1 || all.length <= max).toBe(true);
          for (const { reference } of all) written.add(reference);
          for (const { needs } of all) {
            for (const need of needs)
              if (nodes.some(({ reference }) => reference === need)) expect(written.has(need)).toBe(true);
          }
        }
        expect(written.size).toBe(nodes.length);
      }),
    );
  });

  it('survives a chain of a hundred thousand references', () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => ({ reference: `P/${i}`, needs: [`P/${i + 1}`] }));
    expect(orderByReferences(nodes)[0]).toEqual([nodes.at(-1)]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { JsonObject, Resource } from '../../src/fhir/json/tree.ts';
import { importFile } from '../../src/intake/import.ts';
import { reportText, summaryText } from '../../src/intake/report.ts';
import { encode, fileOf, importText, mapping, sampleText, YEAR_2020, YEAR_2021 } from './class-file.ts';
import { FakeServer } from './fake-server.ts';

const N = 200;

function measurements(server: FakeServer): Resource[] {
  return server
    .all('Observation')
    .filter(({ identifier }) => JSON.stringify(identifier ?? '').includes('/sid/import-measurement'));
}

function counts(server: FakeServer) {
  return { measurements: measurements(server).length, observationVersions: server.versions('Observation') };
}

describe('Importing a class in two years', () => {
  it('gives n, 2n, 2n, 2n measurements and one new version for one corrected cell', async () => {
    const server = new FakeServer();
    await importText(server, YEAR_2020, sampleText(YEAR_2020));
    expect(counts(server)).toEqual({ measurements: N, observationVersions: N });

    await importText(server, YEAR_2021, sampleText(YEAR_2021));
    expect(counts(server)).toEqual({ measurements: 2 * N, observationVersions: 2 * N });

    const before = server.versions();
    const again = await importText(server, 'renamed-20210521.csv', sampleText(YEAR_2021));
    expect(again).toMatchObject({ repeated: true, report: { file: { name: YEAR_2021 }, lines: 30 } });
    expect(server.versions()).toBe(before);

    const provenances = server.versions('Provenance');
    const corrected = sampleText(YEAR_2021).replace(',-2.00,-0.25,30,', ',-2.25,-0.25,30,');
    const result = await importText(server, YEAR_2021, corrected);
    expect(result.report).toMatchObject({ lines: 30, unchanged: 28, rejected: 1 });
    expect(counts(server)).toEqual({ measurements: 2 * N, observationVersions: 2 * N + 1 });
    // Beside the measurement: its Provenance, and the raw file with its report.
    expect(server.versions('Provenance')).toBe(provenances + 1);
    expect(server.versions()).toBe(before + 4);
  });

  it('keeps an earlier year as it was', async () => {
    const server = new FakeServer();
    await importText(server, YEAR_2020, sampleText(YEAR_2020));
    const first = new Map(server.texts);
    await importText(server, YEAR_2021, sampleText(YEAR_2021));
    for (const [reference, versions] of first) {
      if (reference.startsWith('Observation/')) expect(server.texts.get(reference)).toEqual(versions);
    }
  });

  it('reports 24 lines as they were, 5 repaired, and the rejected one with its reason', async () => {
    const server = new FakeServer();
    const { report } = await importText(server, YEAR_2021, sampleText(YEAR_2021));
    expect(summaryText(report)).toBe(
      '30 lines: 24 as they were, 5 repaired, 1 rejected (line 17: The birth date 2051-09-30 is after the examination on 2021-05-21. Correct one of them).',
    );
    expect(report.accepted + report.repaired + report.rejected).toBe(report.lines);
    expect(report.details.find(({ line }) => line === 10)).toEqual({
      line: 10,
      status: 'repaired',
      findings: [
        expect.objectContaining({ rule: 'hundredths', column: '球镜（右）', before: '-125', after: '-1.25' }),
        expect.objectContaining({
          rule: 'dioptre-unit',
          column: '球镜（左）',
          before: '-0.75DS',
          after: '-0.75',
        }),
      ],
    });
    expect(reportText(report)).toContain('examDate = 2021-05-21 (from file name)');
  });

  it('leads every resource back to file, line and mapping version', async () => {
    const server = new FakeServer();
    await importText(server, YEAR_2021, sampleText(YEAR_2021));
    const targets = new Map<string, Resource>();
    for (const provenance of server.all('Provenance')) {
      for (const { reference } of provenance.target as JsonObject[])
        targets.set(String(reference), provenance);
    }
    for (const reference of server.texts.keys()) {
      if (/^(Provenance|DocumentReference)\//.test(reference)) continue;
      expect([reference, targets.has(reference)]).toEqual([reference, true]);
    }
    const high = measurements(server).find((one) => JSON.stringify(one).includes('"valueString":"-6.50"'))!;
    const provenance = targets.get(`Observation/${high.id}`)!;
    const [{ what }] = provenance.entity as [{ what: JsonObject }];
    const file = server.get(String(what.reference))!;
    expect(what).toMatchObject({ identifier: { value: '15' }, display: `${YEAR_2021}, line 15` });
    expect(JSON.stringify(provenance.agent)).toContain('kindergarten-screening|1.0.0');
    expect(file).toMatchObject({ docStatus: 'final', content: [{ attachment: { title: YEAR_2021 } }, {}] });
    expect(server.blobs[0]).toEqual(Buffer.from(encode(sampleText(YEAR_2021))));
  });

  it('keeps the digits and the raw cells of a reading', async () => {
    const server = new FakeServer();
    await importText(server, YEAR_2021, sampleText(YEAR_2021));
    const text = [...server.texts.values()]
      .map((versions) => versions[0]!)
      .find((one) => one.includes('"-125"'))!;
    expect(text).toContain('"value":-1.25,"unit":"D","system":"http://unitsofmeasure.org","code":"[diop]"');
    expect(text).toContain(
      '"url":"https://lianti.dev/fhir/StructureDefinition/legacy-raw","valueString":"-125"',
    );
    const transposed = [...server.texts.values()]
      .flat()
      .find((one) => one.includes('"value":-2.00,"unit":"D"'));
    expect(transposed).toBeDefined();
  });

  it('shows the child who was not examined, and the one who could not be measured', async () => {
    const server = new FakeServer();
    await importText(server, YEAR_2021, sampleText(YEAR_2021));
    const panels = measurements(server).filter(({ code }) =>
      JSON.stringify(code).includes('screening-panel'),
    );
    const absent = panels.filter(({ hasMember }) => hasMember === undefined);
    expect(absent).toHaveLength(1);
    expect(absent[0]).toMatchObject({
      dataAbsentReason: { coding: [{ code: 'not-performed' }, { code: 'not-done' }] },
    });
    const tried = measurements(server).filter(
      ({ dataAbsentReason, code }) => dataAbsentReason && JSON.stringify(code).includes('"refraction"'),
    );
    expect(tried).toHaveLength(2);
    expect(tried[0]).toMatchObject({
      dataAbsentReason: { coding: [{ code: 'error' }, { code: 'not-measurable' }], text: '测不出' },
    });
  });

  it('uses the organisations, the place and the device that are there', async () => {
    const server = new FakeServer();
    server.put({ resourceType: 'Organization', id: 'org-qibao-kindergarten', name: '七宝幼儿园' });
    server.put({ resourceType: 'Organization', id: 'org-qibao-community', name: '七宝社区卫生服务中心' });
    server.put({
      resourceType: 'Location',
      id: 'loc-qibao-kindergarten',
      managingOrganization: { reference: 'Organization/org-qibao-kindergarten' },
    });
    server.put({ resourceType: 'Device', id: 'device-ark7', deviceName: [{ name: 'ARK-7' }] });
    const { report } = await importText(server, YEAR_2021, sampleText(YEAR_2021));
    expect(report.notes).toEqual([]);
    expect(server.all('Organization')).toHaveLength(2);
    expect(server.all('Location')).toHaveLength(1);
    expect(server.all('Device')).toHaveLength(1);
    const [order] = server.all('ServiceRequest');
    expect(order).toMatchObject({
      performer: [{ reference: 'Organization/org-qibao-community' }],
      locationReference: [{ reference: 'Location/loc-qibao-kindergarten' }],
      occurrenceDateTime: '2021-05-21',
    });
  });

  it('makes those that are not there, and says so', async () => {
    const { report } = await importText(new FakeServer(), YEAR_2021, sampleText(YEAR_2021));
    expect(report.notes).toEqual([
      expect.stringMatching(/^七宝社区卫生服务中心 was not known here and was made: Organization\/c/),
      expect.stringMatching(/^七宝幼儿园 was not known here and was made: Organization\/c/),
      expect.stringMatching(/^ARK-7 was not known here and was made: Device\/c/),
    ]);
  });

  it('puts every child of the file on the roster and in one class, whatever its brackets', async () => {
    const server = new FakeServer();
    await importText(server, YEAR_2021, sampleText(YEAR_2021));
    const groups = server.all('Group').map(({ name, member }) => [name, (member as unknown[]).length]);
    expect(groups).toEqual([
      ['七宝幼儿园 2021-05-21', 29],
      ['七宝幼儿园 大(2)班', 29],
    ]);
  });

  it('goes on where it was broken off, without a second version of anything', async () => {
    const server = new FakeServer();
    let left = 12;
    const breaking = (request: Parameters<typeof server.submit>[0]) => {
      if (request.method === 'POST' && left-- === 0) return Promise.reject(new Error('power is gone'));
      return server.submit(request);
    };
    const broken = importText(server, YEAR_2021, sampleText(YEAR_2021), { submit: breaking });
    await expect(broken).rejects.toThrow('power is gone');
    const { report, repeated } = await importText(server, YEAR_2021, sampleText(YEAR_2021));
    expect([repeated, report.lines, report.rejected]).toEqual([false, 30, 1]);
    expect(report.unchanged).toBeGreaterThan(5);
    expect(counts(server)).toEqual({ measurements: N, observationVersions: N });
  });

  it('rejects only the line that the server refuses, with its reason', async () => {
    const server = new FakeServer();
    let refused: string | undefined;
    server.refuse = (reference) => {
      if (reference.startsWith('Patient/')) refused ??= reference;
      return reference === refused;
    };
    const { report } = await importText(server, YEAR_2021, sampleText(YEAR_2021), { concurrency: 1 });
    expect(report).toMatchObject({ rejected: 2, lines: 30 });
    expect(report.details[0]).toMatchObject({ line: 3, status: 'rejected', findings: [{ rule: 'server' }] });
    expect(server.get(refused!)).toBeUndefined();
  });

  it('tells how far it is', async () => {
    const seen: number[] = [];
    await importText(new FakeServer(), YEAR_2021, sampleText(YEAR_2021), {
      onProgress: ({ done, lines }) => seen.push(done / lines),
    });
    expect(seen).toHaveLength(30);
    expect(seen.at(-1)).toBe(1);
  });
});

describe('A file that is refused', () => {
  const text = sampleText(YEAR_2021);
  const cases: [string, Uint8Array, string, RegExp][] = [
    ['of another encoding', Buffer.from(text, 'utf16le'), YEAR_2021, /neither in UTF-8 nor in GB 18030/],
    [
      'garbled by an earlier conversion',
      Buffer.from(new TextDecoder('windows-1252').decode(Buffer.from(text))),
      YEAR_2021,
      /wrong encoding/,
    ],
    ['with destroyed characters', encode(text.replace('大(2)班', '锟斤拷')), YEAR_2021, /"锟斤拷" on line 3/],
    ['without a column', encode(text.replace(',球镜（右）', ',别的')), YEAR_2021, /has no column 球镜（右）/],
    ['with a column twice', encode(text.replace(',护照号', ',姓名')), YEAR_2021, /are both "姓名"/],
    [
      'with a quote that never closes',
      encode(text.replace('朱铭轩', '"朱铭轩')),
      YEAR_2021,
      /opened on line 22 is never closed/,
    ],
    [
      'without a date',
      encode(text),
      'class.csv',
      /does not say examDate \(筛查日期.*title row.*name of the file or --set examDate=2021-05-21/,
    ],
    ['that is empty', new Uint8Array(), YEAR_2021, /no header row/],
  ];

  it.each(cases)('%s leaves no trace', async (_, bytes, name, words) => {
    const server = new FakeServer();
    const refused = importFile({
      mapping,
      file: fileOf(name, bytes),
      submit: server.submit,
      putBlob: server.putBlob,
      now: () => '2026-01-01T08:00:00+08:00',
      keySecret: 'test',
    });
    await expect(refused).rejects.toMatchObject({
      kind: 'unprocessable',
      message: expect.stringMatching(words),
    });
    expect([server.texts.size, server.blobs.length]).toEqual([0, 0]);
  });

  it('as UTF-8 is taken all the same, and the report says so', async () => {
    const server = new FakeServer();
    const { report } = await importText(server, YEAR_2021, text, {
      file: fileOf(YEAR_2021, Buffer.from(text)),
    });
    expect(report).toMatchObject({ file: { encoding: 'utf-8' }, rejected: 1 });
    expect(report.notes).toContain('The mapping names gb18030; the file is utf-8, by its header.');
  });

  it('for a school that is there twice asks which', async () => {
    const server = new FakeServer();
    for (const id of ['a', 'b']) server.put({ resourceType: 'Organization', id, name: '七宝幼儿园' });
    await expect(importText(server, YEAR_2021, text)).rejects.toThrow(
      'school "七宝幼儿园" fits Organization/a and Organization/b. Choose one: --set school=Organization/a.',
    );
  });
});

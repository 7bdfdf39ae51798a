// The demonstration class as tests use it: the sample bytes, a cell changed, a file of any rows.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGb18030Encoder } from '../../mappings/gb18030.ts';
import { compileMapping } from '../../src/intake/compile-mapping.ts';
import { type ImportOptions, type ImportResult, importFile } from '../../src/intake/import.ts';
import { readMapping } from '../../src/intake/read-mapping.ts';
import type { SourceFile } from '../../src/intake/submit.ts';
import type { FakeServer } from './fake-server.ts';

const folder = join(import.meta.dirname, '../../mappings/kindergarten-screening');
export const mapping = compileMapping(readMapping(folder));
export const encode = createGb18030Encoder();

export const YEAR_2020 = '2020-05-22-qibao-middle-class.csv';
export const YEAR_2021 = '2021-05-21-qibao-senior-class.csv';

export function sampleText(name: string): string {
  return new TextDecoder('gb18030').decode(readFileSync(join(folder, 'samples', name)));
}

export function fileOf(name: string, bytes: Uint8Array): SourceFile {
  return {
    name,
    async *open() {
      yield bytes;
    },
  };
}

export const HEADER =
  '筛查学生ID,学籍号,姓名,证件号,性别,出生日期,年级,班级,护照号,戴镜情况,裸眼（右）,裸眼（左）,矫正（右）,矫正（左）,球镜（右）,柱镜（右）,轴位（右）,球镜（左）,柱镜（左）,轴位（左）,身高（单位CM）,体重（单位KG）';

export const GIVEN = {
  examDate: '2021-05-21',
  school: '七宝幼儿园',
  screeningOrganization: '七宝社区卫生服务中心',
};

/** Imports the text in GB 18030 into the server, at a time of its own. */
export function importText(
  server: FakeServer,
  name: string,
  text: string,
  more: Partial<ImportOptions> = {},
): Promise<ImportResult> {
  return importFile({
    mapping,
    file: fileOf(name, encode(text)),
    submit: server.submit,
    putBlob: server.putBlob,
    now: () => `2026-01-01T08:00:${String(server.blobs.length).padStart(2, '0')}.000+08:00`,
    keySecret: 'test',
    ...more,
  });
}

export function importRows(server: FakeServer, rows: string[], more: Partial<ImportOptions> = {}) {
  return importText(server, 'rows.csv', [HEADER, ...rows, ''].join('\r\n'), { set: GIVEN, ...more });
}

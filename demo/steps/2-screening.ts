// One class, screened in 2020 and 2021: two files as a hospital writes them, then the second one once more.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bundle, DocumentReference } from 'fhir/r4.js';
import { get, resourcesOf } from '../fhir.ts';
import type { Play, Step } from '../play.ts';

const MAPPING = 'kindergarten-screening';
const SAMPLES = path.join(import.meta.dirname, '..', '..', 'mappings', MAPPING, 'samples');
const YEARS = [
  { file: '2020-05-22-qibao-middle-class.csv', day: '2020-05-22' },
  { file: '2021-05-21-qibao-senior-class.csv', day: '2021-05-21' },
];
const MEASUREMENTS = 200;

interface Report {
  lines: number;
  accepted: number;
  repaired: number;
  rejected: number;
  details: { line: number; status: string; findings: { kind: string; reason: string }[] }[];
}

export const screening: Step = {
  zh: '幼儿园筛查',
  en: 'Screening 2020, then 2021',
  async run(play: Play) {
    const client = play.clientOf();
    for (const { file, day } of YEARS) {
      await play.lianti('import', path.join(SAMPLES, file), '--mapping', MAPPING);
      const { report, request } = await storedReport(play, file);
      play.figure({
        zh: `${day} 行数`,
        en: `lines: ${report.accepted} as they were, ${report.repaired} repaired, ${report.rejected} rejected`,
        value: `${report.lines}=${report.accepted}+${report.repaired}+${report.rejected}`,
        expected: '30=24+5+1',
        request,
      });
      play.say(`                ${rejectedLine(report)}`);
      const counted = await get(client, `Observation?date=${day}&_summary=count`);
      play.figure({
        zh: '测量',
        en: 'measurements of that day',
        value: counted.body.total!,
        expected: MEASUREMENTS,
        request: counted.request,
      });
    }
    await sameFileAgain(play);
  },
};

async function sameFileAgain(play: Play): Promise<void> {
  const client = play.clientOf();
  // What the server writes from the next millisecond on is new.
  await sleep(2);
  const since = (await get(client, '_history?_count=1')).body.timestamp;
  play.say(`                再导入一次 the same file again: ${YEARS[1]!.file}`);
  await play.lianti('import', path.join(SAMPLES, YEARS[1]!.file), '--mapping', MAPPING);
  const { body, request } = await get(client, `_history?_since=${since}`);
  play.figure({ zh: '新版本', en: 'new versions', value: body.entry?.length ?? 0, expected: 0, request });
}

/** The report is stored beside the raw file; the file is found by the hash of its bytes. */
async function storedReport(play: Play, file: string): Promise<{ report: Report; request: string }> {
  const sha256 = createHash('sha256')
    .update(readFileSync(path.join(SAMPLES, file)))
    .digest('hex');
  const { body, request } = await get<Bundle>(
    play.clientOf(),
    `DocumentReference?identifier=https://lianti.dev/fhir/sid/import-file|${MAPPING}/1.0.0/${sha256}`,
  );
  const [document] = resourcesOf<DocumentReference>(body, 'DocumentReference');
  const attachment = document?.content.find(
    (content) => content.attachment.title === 'import report',
  )?.attachment;
  if (attachment?.data === undefined)
    throw new Error(`${file} was not imported: ${request} finds no report.`);
  return { report: JSON.parse(Buffer.from(attachment.data, 'base64').toString()) as Report, request };
}

function rejectedLine({ details }: Report): string {
  const rejected = details.find(({ status }) => status === 'rejected');
  const reason = rejected?.findings.find(({ kind }) => kind === 'rejected')?.reason ?? '';
  return rejected ? `退回 rejected: line ${rejected.line}: ${reason}` : '';
}

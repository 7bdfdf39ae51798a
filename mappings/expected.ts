// What a mapping makes of its sample: the Bundle of every line and the report, as text. The test of mappings
// compares it with expected.json; after a wanted change run `node mappings/expected.ts <source>` and read the diff.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '../src/fhir/json/tree.ts';
import { compileMapping } from '../src/intake/compile-mapping.ts';
import { importFile } from '../src/intake/import.ts';
import { jsonText } from '../src/intake/json-text.ts';
import { readMapping } from '../src/intake/read-mapping.ts';
import type { IntakeRequest, Submit } from '../src/intake/submit.ts';

/** `folder`: with mapping.json, sample.csv and sample-parameters.json, the values given by `--set`. */
export async function expectedText(folder: string): Promise<string> {
  const sent: IntakeRequest[] = [];
  const submit: Submit = async (request) => {
    if (request.method === 'GET') return { status: request.path.includes('?') ? 200 : 404 };
    sent.push(request);
    return { status: 200 };
  };
  const bytes = readFileSync(join(folder, 'sample.csv'));
  const { report } = await importFile({
    mapping: compileMapping(readMapping(folder)),
    file: {
      name: 'sample.csv',
      async *open() {
        yield bytes;
      },
    },
    set: JSON.parse(readFileSync(join(folder, 'sample-parameters.json'), 'utf8')) as Record<string, string>,
    submit,
    putBlob: async () => ({ hash: 'sample', size: bytes.length }),
    now: () => '2021-06-01T08:00:00.000+08:00',
    keySecret: 'sample',
    concurrency: 1,
  });
  // The last transaction holds the report again, as an attachment.
  const bundles = sent.slice(0, -1).map(({ body }) => {
    const entries = body!.resource.entry as { resource: Resource; request: { url: string } }[];
    const lines = entries.map(({ resource }) => `      ${jsonText(resource, body!.numbers)}`);
    return `    [\n${lines.join(',\n')}\n    ]`;
  });
  return `{\n  "report": ${JSON.stringify(report, null, 2).replaceAll('\n', '\n  ')},\n  "bundles": [\n${bundles.join(',\n')}\n  ]\n}\n`;
}

if (process.argv[1] === import.meta.filename) {
  for (const source of process.argv.slice(2)) {
    const folder = join(import.meta.dirname, source);
    writeFileSync(join(folder, 'expected.json'), await expectedText(folder));
  }
}

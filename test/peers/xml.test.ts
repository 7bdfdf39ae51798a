// Our XML judged by HAPI FHIR: it reads it as it reads our JSON, and we read its XML as its own JSON.
// HAPI_JARS names a folder with hapi-fhir-structures-r4 and what it needs; `java` is on the path. Else skipped:
//   mvn dependency:copy-dependencies -DoutputDirectory=jars   (with hapi-fhir-structures-r4 as the only dependency)

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { parseJson } from '../../src/fhir/json/parse.ts';
import type { Json, JsonObject } from '../../src/fhir/json/tree.ts';
import { readXml } from '../../src/fhir/xml/read.ts';
import { writeXml } from '../../src/fhir/xml/write.ts';
import { testDefinitions } from '../conformance/definitions.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const jars = process.env.HAPI_JARS;
if (jars === undefined) console.warn('SKIPPED: XML is not compared with HAPI FHIR. Set HAPI_JARS to do so.');

function examples(): string[] {
  const folder = path.join(ROOT, 'profiles', 'lianti');
  const ours = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json') && !name.includes('invalid'))
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
  const published = path.join(ROOT, 'node_modules', '@iguhealth', 'hl7.fhir.r4.core', 'definitions');
  const theirs = readdirSync(published, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const { resourceType, entry } = JSON.parse(readFileSync(path.join(published, name), 'utf8'));
      const list: unknown[] = resourceType === 'Bundle' ? (entry ?? []) : [];
      return list
        .filter((_, i) => i % 40 === 3)
        .map((one) => JSON.stringify((one as { resource: unknown }).resource));
    })
    .filter((json) => json !== undefined && json.length < 300_000);
  return [...ours, ...theirs];
}

/** HAPI writes line feeds into attributes as they are, where XML reads them as spaces, and lays narratives out anew: their letters count. */
function spaced(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  if (!value.startsWith('<div')) return value.replace(/\s+/g, ' ');
  return value.replace(/<[^>]*>|&[#\w]+;|\W/g, '');
}

function firstDifference(a: Json | undefined, b: Json | undefined, at = ''): string | undefined {
  if (isDeepStrictEqual(spaced(a), spaced(b))) return undefined;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return `${at}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`;
  }
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  const inside = [...names].map((name) =>
    firstDifference((a as JsonObject)[name], (b as JsonObject)[name], `${at}.${name}`),
  );
  return inside.find((difference) => difference !== undefined);
}

(jars === undefined ? describe.skip : describe)('HAPI FHIR', () => {
  it('reads our XML as our JSON, and we read its XML as its own JSON', async () => {
    const { model } = await testDefinitions();
    const documents = examples().map((json) => parseJson(json));
    const decode = (text: string) => Buffer.from(text, 'base64').toString();
    const encode = (text: string) => Buffer.from(text).toString('base64');
    const input = documents.map(
      (document) => `${encode(document.text)} ${encode(writeXml(document, model))}\n`,
    );
    const { stdout, stderr } = spawnSync(
      'java',
      ['-cp', path.join(jars!, '*'), path.join(import.meta.dirname, 'XmlPeer.java')],
      { input: input.join(''), encoding: 'utf8', maxBuffer: 2 ** 30 },
    );
    const answers = stdout.trim().split('\n');
    expect([answers.length, stderr]).toEqual([documents.length, expect.anything()]);
    const differences = answers.flatMap((answer, i) => {
      if (answer.startsWith('!')) return [`${documents[i]!.text.slice(0, 200)}\n${decode(answer.slice(1))}`];
      const [json, xml] = answer.split(' ').map(decode);
      return firstDifference(parseJson(json!).value, readXml(xml!, model).value) ?? [];
    });
    expect(documents.length).toBeGreaterThan(100);
    expect(differences).toEqual([]);
  }, 300_000);
});

/**
 * Judges our invariants on every example in profiles/<guide>/examples with fhirpath and its R4 model.
 *
 *   node scripts/profiles/check-examples.ts
 *
 * A valid example breaks none. An invalid one breaks exactly the invariants its .expected.json names, and
 * every expression there points at something (of an element that is missing: its parent does). Cardinality,
 * binding, the invariants of R4 and all severities are the validator's to judge.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';

interface Constraint {
  key: string;
  expression: string;
}
interface Profile {
  url: string;
  snapshot: { element: { id: string; path: string; constraint?: Constraint[] }[] };
}
interface Resource {
  meta: { profile: string[] };
}
interface Issue {
  key: string;
  expression: string;
}

const PROFILES = join(import.meta.dirname, '..', '..', 'profiles');
const OURS = /^lianti-/;

const problems = readdirSync(PROFILES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((entry) => checkGuide(join(PROFILES, entry.name)));
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'Every example is as expected.' : `${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

function checkGuide(folder: string): string[] {
  const profiles = readProfiles(folder);
  const examples = join(folder, 'examples');
  return [
    ...jsonFiles(join(examples, 'valid')).flatMap((file) => {
      const broken = brokenInvariants(readJson<Resource>(file), profiles);
      return broken.map((issue) => `${file}: breaks ${issue}`);
    }),
    ...jsonFiles(join(examples, 'invalid')).flatMap((file) => checkInvalid(file, profiles)),
  ];
}

function checkInvalid(file: string, profiles: Map<string, Profile>): string[] {
  const resource = readJson<Resource>(file);
  const { issues } = readJson<{ issues: Issue[] }>(file.replace(/\.json$/, '.expected.json'));
  const keys = issues.map((issue) => issue.key);
  const expected = keys.filter((key) => OURS.test(key)).sort();
  const found = brokenInvariants(resource, profiles).sort();
  const nowhere = issues.filter((issue) => evaluate(placeOf(issue), resource, resource).length === 0);
  return [
    ...(expected.join() === found.join() ? [] : [`${file}: expected [${expected}], found [${found}]`]),
    ...nowhere.map((issue) => `${file}: nothing at ${issue.expression}`),
  ];
}

/** An element that is missing is named all the same; what must be there is its parent. */
function placeOf({ key, expression }: Issue): string {
  return key === 'cardinality' ? expression.slice(0, expression.lastIndexOf('.')) : expression;
}

function brokenInvariants(resource: Resource, profiles: Map<string, Profile>): string[] {
  const broken = new Set<string>();
  for (const url of resource.meta.profile) {
    const profile = profiles.get(url);
    if (!profile) throw new Error(`${url} is not a profile of this guide`);
    for (const { id, path, constraint = [] } of profile.snapshot.element) {
      if (id.includes(':')) continue;
      const nodes = evaluate(path.replaceAll('[x]', ''), resource, resource);
      for (const rule of constraint) for (const node of nodes) judge(rule, node, resource, broken);
    }
  }
  for (const extension of evaluate('descendants().where(url.exists())', resource, resource)) {
    const profile = profiles.get((extension as { url: string }).url);
    const rules = profile?.snapshot.element[0]?.constraint ?? [];
    for (const rule of rules) judge(rule, extension, resource, broken, 'Extension');
  }
  return [...broken];
}

function judge(
  rule: Constraint,
  node: unknown,
  resource: Resource,
  broken: Set<string>,
  base?: string,
): void {
  if (!OURS.test(rule.key)) return;
  const result = evaluate(rule.expression, node, resource, base);
  if (result.length !== 1 || result[0] !== true) broken.add(rule.key);
}

function evaluate(expression: string, node: unknown, resource: Resource, base?: string): unknown[] {
  const path = base ? { base, expression } : expression;
  return fhirpath.evaluate(node as object, path, { resource }, r4) as unknown[];
}

function readProfiles(folder: string): Map<string, Profile> {
  const files = jsonFiles(folder).filter((file) => file.includes('StructureDefinition-'));
  return new Map(files.map((file) => readJson<Profile>(file)).map((profile) => [profile.url, profile]));
}

function jsonFiles(folder: string): string[] {
  const names = readdirSync(folder).filter(
    (name) => name.endsWith('.json') && !name.endsWith('.expected.json'),
  );
  return names.map((name) => join(folder, name));
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

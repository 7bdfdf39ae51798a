/**
 * Builds profiles/<guide>/*.json from profiles/<guide>/fsh/*.fsh with SUSHI, offline, with snapshots.
 *
 *   node scripts/build-profiles.ts           writes the JSON and removes what has no source any more
 *   node scripts/build-profiles.ts --check   builds to memory and fails if the committed JSON differs
 *
 * The JSON is committed: who runs the server needs neither SUSHI nor the R4 package. Any SUSHI error or
 * warning fails the build.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sushiClient } from 'fsh-sushi';
import { canonicalOf, type DefinitionIndex, INDEX_FILE } from '../src/conformance/definition-files.ts';
import { IMPLIED_PACKAGES, IMPLIED_VERSION, writeFhirPackages } from './profiles/fhir-package.ts';

type Element = Record<string, unknown> & { constraint?: Record<string, unknown>[] };
type Artifact = Record<string, unknown> & {
  resourceType: string;
  id: string;
  url: string;
  snapshot?: { element: Element[] };
};
type Config = Record<string, string>;

const PROFILES = join(import.meta.dirname, '..', 'profiles');
const ARTIFACT_FILE = /^(StructureDefinition|ValueSet|CodeSystem|ConceptMap|Measure)-.*\.json$/;

const check = process.argv.includes('--check');
const home = mkdtempSync(join(tmpdir(), 'lianti-profiles-'));
try {
  writeFhirPackages(home);
  // SUSHI reads its packages from the home directory and nowhere else.
  process.env.HOME = home;
  process.env.USERPROFILE = home;
  for (const guide of guides()) await buildGuide(join(PROFILES, guide));
} finally {
  rmSync(home, { recursive: true, force: true });
}

function guides(): string[] {
  const entries = readdirSync(PROFILES, { withFileTypes: true, recursive: false });
  return entries
    .filter((entry) => entry.isDirectory() && readdirSync(join(PROFILES, entry.name)).includes('fsh'))
    .map((entry) => entry.name);
}

async function buildGuide(folder: string): Promise<void> {
  const config = readConfig(join(folder, 'sushi-config.yaml'));
  const artifacts = (await runSushi(join(folder, 'fsh'), config)).map((artifact) =>
    published(artifact, config),
  );
  const built = new Map(artifacts.map((artifact) => [fileName(artifact), toText(artifact)]));
  built.set(INDEX_FILE, toText(indexOf(artifacts, built)));
  const stale = readdirSync(folder).filter((name) => ARTIFACT_FILE.test(name) && !built.has(name));
  if (check) {
    compare(folder, built, stale);
    return;
  }
  for (const name of stale) rmSync(join(folder, name));
  for (const [name, text] of built) writeFileSync(join(folder, name), text);
  console.log(`${folder}: ${built.size} artifacts written, ${stale.length} removed`);
}

/** The file is flat on purpose: `key: value` lines need no YAML library. */
function readConfig(file: string): Config {
  const lines = readFileSync(file, 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const match = /^(\w+):\s*(.+?)\s*$/.exec(line);
      return match ? [[match[1], match[2]]] : [];
    }),
  );
}

async function runSushi(folder: string, config: Config): Promise<Artifact[]> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.fsh'))
    .sort();
  const sources = names.map((name) => readFileSync(join(folder, name), 'utf8'));
  const { fhir, errors, warnings } = await sushiClient.fshToFhir(sources, {
    canonical: config.canonical,
    version: config.version,
    fhirVersion: config.fhirVersion,
    dependencies: IMPLIED_PACKAGES.map((packageId) => ({ packageId, version: IMPLIED_VERSION })),
    logLevel: 'silent',
    snapshot: true,
  });
  const findings = [...errors, ...warnings].map(({ message, input, location }) => {
    const file = names[Number(input?.replace('Input_', ''))] ?? '';
    return `${file}:${location?.startLine ?? ''} ${message}`;
  });
  if (findings.length > 0)
    throw new Error(`SUSHI found ${findings.length} problems:\n${findings.join('\n')}`);
  return fhir as Artifact[];
}

/** Where the server finds what, without reading every file at start. */
function indexOf(artifacts: Artifact[], built: Map<string, string>): DefinitionIndex {
  const files = artifacts.map((artifact) => {
    const filename = fileName(artifact);
    return { filename, size: Buffer.byteLength(built.get(filename)!), ...canonicalOf(artifact) };
  });
  return { 'index-version': 2, files: files.sort((a, b) => (a.filename < b.filename ? -1 : 1)) };
}

/** Puts on every artifact what the guide has in common, in one fixed order of elements. */
function published(artifact: Artifact, config: Config): Artifact {
  const { resourceType, id, language, url, name, title, description, ...content } = artifact;
  const { version, status, experimental, date, publisher, snapshot, concept, ...others } = content;
  return {
    resourceType,
    id,
    language,
    url,
    version: config.version,
    name,
    title,
    status: config.status,
    experimental: config.experimental === 'true',
    date: config.date,
    publisher: config.publisher,
    description,
    ...others,
    snapshot: snapshot && { element: snapshot.element.map(withoutProse) },
    concept,
  };
}

/** What R4 tells people about its elements stays in R4: it is half of a snapshot. */
function withoutProse({ comment, requirements, alias, constraint, ...element }: Element): Element {
  return constraint
    ? { ...element, constraint: constraint.map(({ xpath, requirements: _, ...rule }) => rule) }
    : element;
}

function compare(folder: string, built: Map<string, string>, stale: string[]): void {
  const committed = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined;
  const differing = [...built].filter(([name, text]) => committed(name) !== text).map(([name]) => name);
  const wrong = [...differing, ...stale];
  if (wrong.length > 0) {
    console.error(
      `${folder}: run "npm run build:profiles"; these differ from their FSH:\n${wrong.join('\n')}`,
    );
    process.exitCode = 1;
  } else {
    console.log(`${folder}: ${built.size} artifacts are as built`);
  }
}

function fileName(artifact: Artifact): string {
  return `${artifact.resourceType}-${artifact.id}.json`;
}

/** An element, or a file of the index, on one line: short to read and to compare. */
function toText(content: object): string {
  const packed = JSON.stringify(
    content,
    (key, value) =>
      key === 'element' || key === 'files' ? value.map((item: unknown) => JSON.stringify(item)) : value,
    2,
  );
  const lines = packed.replace(
    /^( *)("\{.*")(,?)$/gm,
    (_, indent, text, comma) => indent + JSON.parse(text) + comma,
  );
  return `${lines}\n`;
}

// What the resources of a compartment refer to outside of it, and what those refer to in turn, so that a record can be
// read without asking again. What belongs to other patients stays out.

import type { Issue } from '../fhir/issue.ts';
import type { Resource } from '../fhir/json/tree.ts';
import type { Context } from '../interactions/context.ts';
import { readTargets } from '../interactions/included.ts';
import { createIncluder } from '../search/include.ts';
import { PageResources } from '../search/page-resources.ts';
import type { Reading, Version } from '../storage/store.ts';

const EVERY_REFERENCE = [{ type: '*', param: '*', iterate: true }];
const PATIENT = 'compartment:Patient/';

/** `focus`: the Patient or Encounter whose compartment it is. Each resource once; none of the compartment itself. */
export async function referencedBy(
  matches: Version[],
  focus: Version,
  context: Context,
  reading: Reading,
): Promise<{ versions: Version[]; issues: Issue[] }> {
  const page = new PageResources();
  const includer = createIncluder(EVERY_REFERENCE, context, page);
  const versions: Version[] = [];
  const own = `compartment:${focus.key.type}/${focus.key.id}`;
  const patients = new Set(focus.labels.filter((label) => label.startsWith(PATIENT)));
  for (const { key, version } of matches) page.note({ ...key, version });
  let resources = treesOf(matches);
  while (resources.length > 0) {
    const read = await readTargets(includer.next(resources), page, reading, context);
    const fresh = read.filter(({ labels }) => !labels.includes(own) && isOfNoOther(labels, patients));
    versions.push(...fresh);
    resources = treesOf(fresh);
  }
  return { versions, issues: page.issues };
}

function isOfNoOther(labels: readonly string[], patients: ReadonlySet<string>): boolean {
  const concerned = labels.filter((label) => label.startsWith(PATIENT));
  return concerned.length === 0 || concerned.some((label) => patients.has(label));
}

function treesOf(versions: Version[]): Resource[] {
  return versions.map((version) => JSON.parse(version.text!) as Resource);
}

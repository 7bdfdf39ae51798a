// What the resources of a compartment refer to outside of it, and what those refer to in turn, so that a record can be
// read without asking again. What belongs to other patients stays out.

import type { Issue } from '../fhir/issue.ts';
import type { Resource } from '../fhir/json/tree.ts';
import type { Context } from '../interactions/context.ts';
import { createIncluder } from '../search/include.ts';
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
  const includer = createIncluder(EVERY_REFERENCE, context);
  const versions: Version[] = [];
  const own = `compartment:${focus.key.type}/${focus.key.id}`;
  const patients = new Set(focus.labels.filter((label) => label.startsWith(PATIENT)));
  let resources = treesOf(matches);
  for (let keys = includer.next(resources); keys.length > 0; keys = includer.next(resources)) {
    const read = await context.store.read(keys, reading);
    const fresh = read.filter(
      (version): version is Version =>
        version?.text !== undefined && !version.labels.includes(own) && isOfNoOther(version.labels, patients),
    );
    versions.push(...fresh);
    resources = treesOf(fresh);
  }
  return { versions, issues: includer.issues };
}

function isOfNoOther(labels: readonly string[], patients: ReadonlySet<string>): boolean {
  const concerned = labels.filter((label) => label.startsWith(PATIENT));
  return concerned.length === 0 || concerned.some((label) => patients.has(label));
}

function treesOf(versions: Version[]): Resource[] {
  return versions.map((version) => JSON.parse(version.text!) as Resource);
}

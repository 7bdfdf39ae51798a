// A StructureDefinition that is written must have a snapshot that can be made: structure-checks.ts.
// A SearchParameter that is written is looked at as what it will do here: whether it can be searched by, and whether
// another one has its code. Held under a race by an expectation. R4 searchparameter.html.

import { searchParameterData } from '../conformance/search-parameter-data.ts';
import { hasErrors, type Issue } from '../fhir/issue.ts';
import { checkSearchParameter, concreteBases } from '../search/check-search-parameter.ts';
import { parseSearch } from '../search/parse.ts';
import type { Expect, Key } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { Prepared } from './prepare.ts';
import { structureFaults } from './structure-checks.ts';

const TYPE = 'SearchParameter';
/** Parameters of one code that are looked at: one for each type at most, since they exclude each other. */
const SAME_CODE_MAX = 200;

/** Adds what is found to the issues; what was read becomes expectations. */
export async function checkDefinitions(prepared: readonly Prepared[], context: Context): Promise<Expect[]> {
  const expects: Expect[] = [];
  const ours: Candidate[] = [];
  for (const one of prepared) {
    one.issues.push(...structureFaultsOf(one, context));
    const resource = one.write?.key.type === TYPE ? one.plan.change?.body?.resource : undefined;
    if (!resource) continue;
    if (resource.status !== 'active') {
      if (resource.status !== 'retired') one.issues.push(notUsed(String(resource.status), pathOf(one)));
      continue;
    }
    const { issues, expect, candidate } = await judge(one, ours, context);
    one.issues.push(...issues);
    if (expect) expects.push(expect);
    ours.push(candidate);
  }
  return expects;
}

function structureFaultsOf({ plan, write, issues }: Prepared, { definitions }: Context): Issue[] {
  const resource = write?.key.type === 'StructureDefinition' ? plan.change?.body?.resource : undefined;
  return resource && !hasErrors(issues) ? structureFaults(resource, definitions, plan.path) : [];
}

/** What a parameter takes for itself: its code on these types. */
interface Candidate {
  name: string;
  code: string;
  types: string[];
}

async function judge(
  one: Prepared,
  before: readonly Candidate[],
  context: Context,
): Promise<{ issues: Issue[]; expect?: Expect; candidate: Candidate }> {
  const { resource } = one.plan.change!.body!;
  const { key } = one.write!;
  const { definitions } = context;
  const data = searchParameterData(resource, key.id);
  const issues = checkSearchParameter(data, definitions, pathOf(one));
  const types = concreteBases(data, definitions);
  const candidate = { name: nameOf(key), code: data.code, types };
  if (issues.some(({ severity }) => severity === 'error')) return { issues, candidate };

  const { where } = parseSearch({
    types: [TYPE],
    parameters: [
      ['code', data.code.replace(/[,|$\\]/g, '\\$&')],
      ['status', 'active'],
    ],
    handling: 'strict',
    context: context.searchContext,
  });
  const found = await context.store.search({ types: [TYPE], where, sort: [], count: SAME_CODE_MAX });
  const stored = found.versions.map(({ key: other, text }): Candidate => {
    const there = searchParameterData(JSON.parse(text!));
    return { name: nameOf(other), code: there.code, types: concreteBases(there, definitions) };
  });
  const clash = [...before, ...stored].find(
    (other) =>
      other.name !== candidate.name &&
      other.code === data.code &&
      other.types.some((type) => types.includes(type)),
  );
  if (clash) issues.push(taken(data.code, clash, types, pathOf(one)));
  const keys = found.versions.map((version) => version.key);
  return { issues, expect: { types: [TYPE], where, keys }, candidate };
}

function pathOf({ plan }: Prepared): string {
  return plan.path ?? TYPE;
}

function nameOf({ type, id }: Key): string {
  return `${type}/${id}`;
}

function taken(code: string, other: Candidate, types: readonly string[], path: string): Issue {
  const shared = other.types.filter((type) => types.includes(type)).slice(0, 3);
  return {
    severity: 'error',
    code: 'duplicate',
    diagnostics: `${other.name} defines the code "${code}" for ${shared.join(', ')} already. Update that one, retire it, or choose another code.`,
    expression: `${path}.code`,
  };
}

function notUsed(status: string, path: string): Issue {
  return {
    severity: 'information',
    code: 'informational',
    diagnostics: `It is stored, but not searched by while its status is ${status.slice(0, 40)}: set it to active for that.`,
    expression: `${path}.status`,
  };
}

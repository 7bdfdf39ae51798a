// From plan to write: the resource is validated, its text split for the store, its index entries made.
// An update that changes nothing becomes no write.

import { isDeepStrictEqual } from 'node:util';
import { hasErrors, type Issue } from '../fhir/issue.ts';
import { parseJson } from '../fhir/json/parse.ts';
import { joinText, type StoredText, storedText } from '../fhir/json/stored-text.ts';
import { isObject, type JsonObject } from '../fhir/json/tree.ts';
import { createPace, inTurns } from '../fhir/pace.ts';
import { indexResource } from '../search/index-resource.ts';
import type { LiteralReference } from '../search/literal-references.ts';
import type { Version, Write } from '../storage/store.ts';
import { needsTarget } from '../validation/deferred.ts';
import type { DeferredCheck } from '../validation/deferred-check.ts';
import type { Validation } from '../validation/validator.ts';
import { type Contents, setDataAside } from './binary/set-aside.ts';
import type { Context } from './context.ts';
import { asDefinition } from './definition-leniency.ts';
import type { Plan } from './plan.ts';
import type { ResourceBody } from './request.ts';
import { targetFindings } from './target-checks.ts';

export interface Prepared {
  plan: Plan;
  write?: Write;
  /** The version that stands when there is no write. */
  standing?: Version;
  issues: Issue[];
  /** Of the validation: what a look-up must tell. */
  deferred: DeferredCheck[];
  references: LiteralReference[];
}

const NOTHING = { issues: [], deferred: [], references: [] };

export async function prepare(plans: Plan[], contents: Contents, context: Context): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  const pace = createPace();
  for (const plan of plans) {
    await pace();
    prepared.push(await prepareOne(plan, contents, context));
    plan.change?.body?.release?.();
  }
  return judgeTargets(prepared, context);
}

/** With what the targets of their references tell. */
async function judgeTargets(prepared: Prepared[], context: Context): Promise<Prepared[]> {
  if (prepared.every(({ deferred }) => !deferred.some(needsTarget))) return prepared;
  const found = await targetFindings(
    prepared.map(({ plan, deferred }) => ({ key: plan.key, body: plan.change?.body, deferred })),
    context,
  );
  return prepared.map((one, i) => ({ ...one, issues: [...one.issues, ...told(found[i]!, context)] }));
}

async function prepareOne(plan: Plan, contents: Contents, context: Context): Promise<Prepared> {
  const { change, key } = plan;
  if (!change) return { plan, standing: plan.standing, ...NOTHING };
  if (!change.body) {
    const labels = change.current?.labels ?? [];
    return { plan, write: { key, method: change.method, entries: [], labels }, ...NOTHING };
  }
  const { issues, deferred } = await findings(change.body, plan, context);
  const { current } = change;
  const body =
    key.type === 'Binary' && !hasErrors(issues)
      ? await setDataAside(change.body, contents, context.settings.binaryInlineMax)
      : change.body;
  const { content } = body;
  const text = storedText(body.text, key.id);
  if (current && !current.deleted && isSame(text, current, body, context)) {
    return { plan, standing: current, ...NOTHING, issues };
  }
  const { entries, labels, references } = indexResource(
    { ...body.resource, id: key.id },
    context.searchContext,
  );
  return {
    plan,
    write: { key, method: change.method, text, content, entries, labels },
    issues,
    deferred,
    references,
  };
}

async function findings(body: ResourceBody, { key, path }: Plan, context: Context): Promise<Validation> {
  const { validator } = context;
  const { resource, numbers } = body;
  const options = { numbers, path };
  const found =
    key.type === 'Bundle'
      ? await inTurns(validator.validateInParts(resource, options))
      : validator.validate(resource, options);
  return { issues: told(asDefinition(found.issues, key.type), context), deferred: found.deferred };
}

function told(issues: Issue[], context: Context): Issue[] {
  if (context.settings.validation === 'enforce') return issues;
  // `report`: what can be stored is stored; only shapes that nothing could read later stay errors.
  return issues.map((issue) =>
    issue.severity === 'error' && issue.code !== 'structure' ? { ...issue, severity: 'warning' } : issue,
  );
}

/** True when the new text says nothing that the current version does not say: order and layout apart. */
function isSame(text: StoredText, current: Version, body: ResourceBody, context: Context): boolean {
  if (current.text === undefined || current.content?.hash !== body.content?.hash) return false;
  if (joinText(text, current.version, context.formatInstant(current.at)) === current.text) return true;
  const old = parseJson(current.text);
  if (!isObject(old.value)) return false;
  if (!isDeepStrictEqual(withoutStamp(old.value), withoutStamp({ ...body.resource, id: current.key.id })))
    return false;
  return body.numbers.isEmpty === old.numbers.isEmpty && sameDigits(body.text, current.text);
}

function withoutStamp(resource: JsonObject): JsonObject {
  const meta: JsonObject = isObject(resource.meta) ? { ...resource.meta } : {};
  delete meta.versionId;
  delete meta.lastUpdated;
  return { ...resource, meta };
}

/** Trees that are equal may still differ in digits: 1.5 and 1.50. */
function sameDigits(a: string, b: string): boolean {
  const digits = (text: string) => (text.match(/(?<=[:[,])-?\d[\d.eE+-]*/g) ?? []).sort().join(' ');
  return digits(a) === digits(b);
}

// Who was on the list: the roster of the sitting and its classes, as Groups. Members are added, never removed:
// a child who is missing in a later file is reported. R4 group.html.

import { NumberSources } from '../fhir/json/numbers.ts';
import type { JsonObject, Resource } from '../fhir/json/tree.ts';
import type { CompiledMapping } from './compile-mapping.ts';
import type { FileContext } from './context.ts';
import { idOf } from './keys.ts';
import type { Submit } from './submit.ts';
import type { BundlePart } from './transaction.ts';
import type { Values } from './transforms/transform.ts';

interface Gathered {
  as: string;
  id: string;
  name: string;
  members: Set<string>;
}

export class GroupRoster {
  private readonly mapping: CompiledMapping;
  private readonly context: FileContext;
  private readonly children = new Set<string>();
  private readonly classes = new Map<string, Gathered>();

  constructor(mapping: CompiledMapping, context: FileContext) {
    this.mapping = mapping;
    this.context = context;
  }

  /** `child`: `Patient/…` of a line that was stored. */
  add(child: string, values: Values): void {
    this.children.add(child);
    for (const group of this.mapping.groups) {
      const parts = group.by.map((name) => String(values[name] ?? ''));
      if (parts.every((part) => part === '')) continue;
      const key = group.key.map((text) => text(this.context.scope) ?? '');
      const id = idOf('c', 'Group', group.as, ...key, ...parts.map(folded));
      let gathered = this.classes.get(id);
      if (!gathered) {
        gathered = { as: group.as, id, name: nameOf(parts), members: new Set() };
        this.classes.set(id, gathered);
      }
      gathered.members.add(child);
    }
  }

  /** Groups that must be written because they gained members, and children that this file no longer lists. */
  async changes(submit: Submit): Promise<{ parts: BundlePart[]; missing: string[] }> {
    const parts: BundlePart[] = [];
    const missing: string[] = [];
    const { roster } = this.context;
    if (roster) {
      const stored = await read(roster, submit);
      const before = membersOf(stored);
      missing.push(...before.filter((member) => !this.children.has(member)));
      if (stored) this.extend(stored, before, this.children, parts);
    }
    for (const gathered of this.classes.values()) {
      const stored = (await read(`Group/${gathered.id}`, submit)) ?? this.fill(gathered);
      this.extend(stored, membersOf(stored), gathered.members, parts);
    }
    return { parts, missing };
  }

  private fill({ as, id, name }: Gathered): Resource {
    const group = this.mapping.groups.find((one) => one.as === as)!;
    const scope = new Map(this.context.scope).set(`key.${as}`, id).set(`${as}.name`, name);
    return group.fill(scope, id).resource;
  }

  private extend(group: Resource, before: string[], now: Set<string>, parts: BundlePart[]): void {
    const known = new Set(before);
    const added = [...now].filter((member) => !known.has(member)).sort();
    if (added.length === 0) return;
    const start = String(this.context.scope.get('param.examDate'));
    const entries = added.map((reference) => ({ entity: { reference }, period: { start } }));
    const { meta: _server, ...plain } = group;
    const resource = {
      ...plain,
      member: [...((group.member ?? []) as JsonObject[]), ...entries],
    } as Resource;
    parts.push({
      reference: `Group/${group.id}`,
      resource,
      text: JSON.stringify(resource),
      numbers: new NumberSources(),
    });
  }
}

async function read(reference: string, submit: Submit): Promise<Resource | undefined> {
  const answer = await submit({ method: 'GET', path: reference });
  return answer.status === 200 ? answer.body : undefined;
}

function membersOf(group: Resource | undefined): string[] {
  return ((group?.member ?? []) as JsonObject[]).map(({ entity }) =>
    String((entity as JsonObject).reference),
  );
}

/** `大(2)班` and `大2班` are one class. */
function folded(text: string): string {
  return text.normalize('NFKC').replace(/[\s()[\]]/g, '');
}

/** `大班 大(2)班` → `大(2)班`: the class name alone when it begins like the grade. */
function nameOf(parts: string[]): string {
  const [grade, className] = parts;
  if (grade && className?.startsWith(grade.charAt(0))) return className;
  return parts.filter((part) => part !== '').join(' ');
}

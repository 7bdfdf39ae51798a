// One validation while it runs: where it stands, what it found, what it leaves to a look-up.

import type { Issue, IssueCode, Severity } from '../fhir/issue.ts';
import { isError } from '../fhir/issue.ts';
import type { NumberSources } from '../fhir/json/numbers.ts';
import type { Json, JsonObject } from '../fhir/json/tree.ts';
import type { Work } from '../fhir/path/work.ts';
import { type Entries, entriesOf, NO_ENTRIES } from './bundle/entries.ts';
import type { DeferredCheck } from './deferred-check.ts';

/** Checks one occurrence of an element: its value, what stands beside it in `_name`, and its FHIR type. */
export type ItemCheck = (
  value: Json | undefined,
  extra: JsonObject | undefined,
  type: string,
  visit: Visit,
) => void;

/**
 * What the definitions in force tell while constraints are evaluated; see lookups.ts. Each throws, with a sentence, when
 * what is asked for is not known here.
 */
export interface Lookups {
  memberOf(value: Json, type: string, valueSet: string): boolean;
  conformsTo(
    value: Json,
    extra: JsonObject | undefined,
    type: string,
    profile: string,
    visit: Visit,
  ): boolean;
}

export const ISSUES_MAX = 100;

const STEPS_TO_SPARE = 3_000_000;

export class Visit {
  issues: Issue[] = [];
  /** By kind and expression: each element has one of a kind. */
  private deferred: Map<string, DeferredCheck> | undefined;
  private known: Entries = NO_ENTRIES;
  private entriesAreOf: JsonObject | undefined;
  /** Object → profile → whether it is satisfied. */
  private judged: Map<JsonObject, Map<string, boolean>> | undefined;
  readonly numbers: NumberSources | undefined;
  /** The profile that is being checked; undefined: what R4 asks of the type. */
  profile: string | undefined;
  /** The innermost Bundle at hand; what was given to the validator, when there is none. */
  bundle: JsonObject;
  /** fullUrl of the entry that the resource at hand stands in. */
  fullUrl: string | undefined;
  /** The resource at hand (%resource) and the one that contains it (%rootResource). */
  resource: JsonObject;
  root: JsonObject;
  /** `#id` texts met in the root resource, for dom-3. */
  private localReferences: Set<string> | undefined;
  /** Ids of elements met in the resource at hand. */
  private elementIds: Set<string> | undefined;

  private readonly prefix: string;
  private readonly names: string[] = [];
  private readonly indexes: number[] = [];
  /** Objects and their FHIR types on the way to the element at hand. */
  private readonly owners: (JsonObject | undefined)[] = [];
  private readonly ownerTypes: string[] = [];
  private depth = 0;
  /** Depth at which the resource at hand begins. */
  private resourceDepth = 0;
  private dropped: Severity | undefined;

  /** Steps that constraints may take beside their usual ones: a second of work at most. */
  readonly work: Work = { left: STEPS_TO_SPARE };
  /** Milliseconds that constraints may take which the fhirpath package evaluates. */
  spareMs = 1_000;

  /** What the definitions tell while constraints are evaluated. */
  readonly lookups: Lookups | undefined;

  constructor(resource: JsonObject, prefix: string, numbers: NumberSources | undefined, lookups?: Lookups) {
    this.lookups = lookups;
    this.bundle = resource;
    this.resource = resource;
    this.root = resource;
    this.prefix = prefix;
    this.numbers = numbers;
  }

  /** Steps into an element of `owner`. `index` is -1 for an element that does not repeat. */
  enter(name: string, index: number, owner: JsonObject | undefined, ownerType: string): void {
    this.names[this.depth] = name;
    this.indexes[this.depth] = index;
    this.owners[this.depth] = owner;
    this.ownerTypes[this.depth] = ownerType;
    this.depth++;
  }

  leave(): void {
    this.depth--;
  }

  /** Runs `within` for a resource that stands inside another; `contained` ones keep the root. */
  inResource(resource: JsonObject, contained: boolean, within: () => void): void {
    const { root, resourceDepth, localReferences, elementIds, bundle, fullUrl } = this;
    const outer = this.resource;
    this.resource = resource;
    this.resourceDepth = this.depth;
    this.elementIds = undefined;
    if (!contained) {
      this.root = resource;
      this.localReferences = undefined;
      const around = this.owners[this.depth - 1]?.fullUrl;
      this.fullUrl = typeof around === 'string' ? around : undefined;
      if (resource.resourceType === 'Bundle') this.bundle = resource;
    }
    within();
    this.resource = outer;
    this.root = root;
    this.resourceDepth = resourceDepth;
    this.localReferences = localReferences;
    this.elementIds = elementIds;
    this.bundle = bundle;
    this.fullUrl = fullUrl;
  }

  /** Remembers `#id`. What refers to itself is not referred to from elsewhere. */
  noteLocalReference(text: string): void {
    const isOwn = this.resource !== this.root && this.resource.id === text.slice(1);
    if (isOwn) return;
    this.localReferences ??= new Set();
    this.localReferences.add(text);
  }

  /** Was `#id` met in the root resource? */
  hasLocalReference(text: string): boolean {
    return this.localReferences?.has(text) ?? false;
  }

  /** Remembers the id of an element; false when another in the resource at hand has it. */
  noteElementId(id: string): boolean {
    this.elementIds ??= new Set();
    if (this.elementIds.has(id)) return false;
    this.elementIds.add(id);
    return true;
  }

  /** FHIRPath of the element at hand, or of an element below it. */
  expression(below?: string): string {
    let text = this.prefix;
    for (let i = 0; i < this.depth; i++) {
      text += `.${this.names[i]}`;
      if (this.indexes[i]! >= 0) text += `[${this.indexes[i]}]`;
    }
    return below === undefined ? text : `${text}.${below}`;
  }

  /** The object that holds the element at hand, and its type; `above` steps further out. */
  owner(above = 0): { object: JsonObject | undefined; type: string; name: string } | undefined {
    const at = this.depth - 1 - above;
    if (at < this.resourceDepth) return undefined;
    return { object: this.owners[at], type: this.ownerTypes[at]!, name: this.names[at]! };
  }

  /** Path of names in the resource at hand, without indexes, `above` steps out: `Patient.name.family`. */
  elementPath(above = 0): string {
    const names = this.names.slice(this.resourceDepth, this.depth - above);
    return [this.resource.resourceType, ...names].join('.');
  }

  add(severity: Severity, code: IssueCode, rule: string, diagnostics: string, below?: string): void {
    if (this.issues.length >= ISSUES_MAX) {
      if (this.dropped !== 'error') this.dropped = severity === 'fatal' ? 'error' : severity;
      return;
    }
    const source = this.profile ?? typeUrl(this.resource);
    this.issues.push({ severity, code, diagnostics, expression: this.expression(below), rule, source });
  }

  error(code: IssueCode, rule: string, diagnostics: string, below?: string): void {
    this.add('error', code, rule, diagnostics, below);
  }

  warning(code: IssueCode, rule: string, diagnostics: string, below?: string): void {
    this.add('warning', code, rule, diagnostics, below);
  }

  /** True when a further finding would not be listed: then it need not be worded. */
  get isFull(): boolean {
    return this.issues.length >= ISSUES_MAX;
  }

  /** Leaves the reference at hand to a look-up; profiles are added to what was left before. */
  defer(reference: string, types: string[], profiles: string[]): void {
    const expression = this.expression();
    this.deferred ??= new Map();
    const known = this.deferred.get(expression);
    if (known?.kind === 'reference') known.profiles.push(...profiles);
    else this.deferred.set(expression, { kind: 'reference', expression, reference, types, profiles });
  }

  /** Leaves the age at an examination to a look-up of the Patient. `below`: the element of the date. */
  deferAge(reference: string, examined: string, below: string): void {
    const expression = this.expression(below);
    this.deferred ??= new Map();
    this.deferred.set(`age ${expression}`, { kind: 'age-at-exam', expression, reference, examined });
  }

  /** Entries of the Bundle at hand; none when there is no Bundle. */
  get entries(): Entries {
    if (this.entriesAreOf !== this.bundle) {
      this.entriesAreOf = this.bundle;
      this.known = entriesOf(this.bundle);
    }
    return this.known;
  }

  /** Remembers where it stands; call what it answers to stand there again, whatever was begun and not ended. */
  mark(): () => void {
    const { issues, deferred, dropped, depth, resourceDepth } = this;
    const { bundle, fullUrl, resource, root, localReferences, elementIds, profile } = this;
    const names = this.names.slice(0, depth);
    const indexes = this.indexes.slice(0, depth);
    const owners = this.owners.slice(0, depth);
    const ownerTypes = this.ownerTypes.slice(0, depth);
    const { length } = issues;
    return () => {
      Object.assign(this, { issues, deferred, dropped, depth, resourceDepth });
      Object.assign(this, { bundle, fullUrl, resource, root, localReferences, elementIds, profile });
      issues.length = length;
      this.names.splice(0, depth, ...names);
      this.indexes.splice(0, depth, ...indexes);
      this.owners.splice(0, depth, ...owners);
      this.ownerTypes.splice(0, depth, ...ownerTypes);
    };
  }

  /** Runs checks on trial: true when they found no error. Nothing they found is kept. */
  attempt(check: () => void): boolean {
    const { issues, deferred, dropped } = this;
    this.issues = [];
    this.deferred = undefined;
    this.dropped = undefined;
    check();
    const passed = !this.issues.some(isError) && this.dropped !== 'error';
    this.issues = issues;
    this.deferred = deferred;
    this.dropped = dropped;
    return passed;
  }

  /**
   * attempt() for a profile on an object, asked once: many references may lead to one target. Targets may refer to each
   * other in a circle; what is being judged counts as right meanwhile.
   */
  satisfies(object: JsonObject, profile: string, check: () => void): boolean {
    this.judged ??= new Map();
    let judged = this.judged.get(object);
    if (!judged) {
      judged = new Map();
      this.judged.set(object, judged);
    }
    const known = judged.get(profile);
    if (known !== undefined) return known;
    judged.set(profile, true);
    const passed = this.attempt(check);
    judged.set(profile, passed);
    return passed;
  }

  /** The findings, with a last one that says when there were more. */
  finish(): { issues: Issue[]; deferred: DeferredCheck[] } {
    if (this.dropped) {
      this.issues.push({
        severity: this.dropped,
        code: 'incomplete',
        diagnostics: `More than ${ISSUES_MAX} issues were found and the rest is not listed. Correct these and validate again.`,
        expression: this.prefix,
        rule: 'too-many-issues',
      });
    }
    return { issues: this.issues, deferred: this.deferred ? [...this.deferred.values()] : [] };
  }
}

function typeUrl({ resourceType }: JsonObject): string | undefined {
  return typeof resourceType === 'string' && /^[A-Za-z]{1,50}$/.test(resourceType)
    ? `http://hl7.org/fhir/StructureDefinition/${resourceType}`
    : undefined;
}

// One line to the server: read, told apart from what is stored, sent as one transaction with its Provenance.

import { NumberSources } from '../fhir/json/numbers.ts';
import type { Resource } from '../fhir/json/tree.ts';
import type { MadeResource } from './apply-mapping.ts';
import { type CheckedFile, localChild } from './check-file.ts';
import type { CompiledMapping } from './compile-mapping.ts';
import { type FileContext, matchesOf } from './context.ts';
import type { Finding } from './finding.ts';
import type { Row } from './formats/csv.ts';
import { keepMembers, keepOthers } from './keep.ts';
import { contentHash, hashOf, type Origin, provenancePart, targetsOf } from './provenance.ts';
import type { LineReading } from './read-line.ts';
import type { Submit } from './submit.ts';
import { type BundlePart, outcomeSentences, submitAgain, transactionOf } from './transaction.ts';
import type { Values } from './transforms/transform.ts';

export interface LineImport {
  mapping: CompiledMapping;
  checked: CheckedFile;
  context: FileContext;
  origin: Origin;
  /** A later examination of the same source is already stored: newer records of children stay as they are. */
  older: boolean;
  keySecret: string;
  read(row: Row): LineReading;
  submit: Submit;
}

export interface LineOutcome {
  findings: Finding[];
  /** `Patient/…` and the values of the line, when it is stored. */
  stored?: { child: string; values: Values };
  unchanged?: boolean;
}

export async function importLine(job: LineImport, row: Row): Promise<LineOutcome> {
  const { values, findings, rejected } = job.read(row);
  if (rejected) return { findings };
  const made = makeResources(job, row.line, values);
  if ('rule' in made) return { findings: [...findings, made] };
  const stored = { child: made.find(({ role }) => role === 'child')!.reference, values };
  const hash = contentHash(made);
  const last = job.context.orderKnown ? await lastProvenance(job, made) : undefined;
  if (last && hashOf(last) === hash) return { findings, stored, unchanged: true };
  const parts: BundlePart[] = [];
  for (const part of made) {
    const merged = await mergeStored(job, part, last !== undefined, findings);
    if (merged) parts.push(merged);
  }
  if (last) findings.push(...gone(last, made));
  const references = parts.map(({ reference }) => reference);
  parts.push(provenancePart(job.origin, references, row.line, hash));
  const answer = await submitAgain(job.submit, transactionOf(parts));
  if (answer.status >= 400) return { findings: [...findings, refused(outcomeSentences(answer))] };
  return { findings, stored };
}

/** The resources of a line, or why there are none. Nothing is asked of the server. */
export function makeResources(
  job: Omit<LineImport, 'submit' | 'read'>,
  line: number,
  values: Values,
): MadeResource[] | Finding {
  const { mapping, checked, context, keySecret } = job;
  const repeated = repeatedLine(checked, localChild(values, mapping, '', keySecret)?.key, line);
  if (repeated) return repeated;
  const source = String(context.scope.get(`ref.${mapping.document.child.source}`) ?? '').replace(
    /^\w+\//,
    '',
  );
  const child = localChild(values, mapping, source, keySecret);
  if (!child) {
    return finding(
      'child-unknown',
      'The line does not tell who the child is: no record number, no ID number, no usable name with birth date.',
    );
  }
  const order = String(context.scope.get(`ref.${mapping.document.order}`)).replace(/^\w+\//, '');
  const keys = { order, childKey: child.key, attempt: mapping.document.attempt ?? '1' };
  return mapping.apply(values, keys, context.scope);
}

function repeatedLine({ repeated }: CheckedFile, key: string | undefined, line: number): Finding | undefined {
  const same = key === undefined ? undefined : repeated.get(key);
  if (!same) return undefined;
  const others = same.lines.filter((other) => other !== line).join(', ');
  if (same.basis === 'name') {
    return finding(
      'ambiguous-child',
      `Line ${others} has the same name, birth date and sex, and neither has a number: one child or two? Give record numbers.`,
    );
  }
  if (same.line === line) return undefined;
  return finding(
    'duplicate-row',
    `The same child stands on line ${others}; line ${same.line} was taken, the last complete one.`,
  );
}

/** What the last import made of this child's sitting. */
async function lastProvenance(job: LineImport, made: MadeResource[]): Promise<Resource | undefined> {
  const anchor = made.find(({ role }) => role !== 'child')!;
  const path = `Provenance?target=${anchor.reference}&_sort=-recorded&_count=1`;
  const answer = await job.submit({ method: 'GET', path });
  return answer.status === 200 ? matchesOf(answer)[0] : undefined;
}

/** The record as it should be stored; undefined when the stored one is newer and stays. */
async function mergeStored(
  job: LineImport,
  part: MadeResource,
  before: boolean,
  findings: Finding[],
): Promise<BundlePart | undefined> {
  if (part.role === 'measurement' || (part.role === 'panel' && !before)) return part;
  const answer = await job.submit({ method: 'GET', path: part.reference });
  if (answer.status !== 200 || !answer.body) return part;
  if (part.role === 'panel') return withResource(part, keepMembers(answer.body, part.resource));
  if (job.older && (await hasNewer(job, part.reference))) {
    findings.push({
      kind: 'noted',
      rule: 'older-than-record',
      reason: `A later file has already told about this child: the record ${part.reference} stays as it is.`,
    });
    return undefined;
  }
  return withResource(part, keepOthers(answer.body, part.resource));
}

async function hasNewer({ submit, origin }: LineImport, child: string): Promise<boolean> {
  const answer = await submit({
    method: 'GET',
    path: `Provenance?target=${child}&_sort=-recorded&_count=50`,
  });
  if (answer.status !== 200) return false;
  return matchesOf(answer).some(({ occurredDateTime }) => String(occurredDateTime ?? '') > origin.examDate);
}

function withResource(part: MadeResource, resource: Resource): BundlePart {
  if (resource === part.resource) return part;
  return {
    reference: part.reference,
    resource,
    text: JSON.stringify(resource),
    numbers: new NumberSources(),
  };
}

/** Measurements that an earlier file gave and this line no longer has. */
function gone(last: Resource, made: MadeResource[]): Finding[] {
  const now = new Set(made.map(({ reference }) => reference));
  const left = targetsOf(last).filter((reference) => !now.has(reference));
  if (left.length === 0) return [];
  const reason = `A cell is blank that had a value in an earlier file: ${left.join(', ')} stays as it was.`;
  return [{ kind: 'noted', rule: 'blank-keeps', reason }];
}

function refused(reason: string): Finding {
  return finding('server', `The server refused the line: ${reason}`);
}

function finding(rule: string, reason: string): Finding {
  return { kind: 'rejected', rule, reason };
}

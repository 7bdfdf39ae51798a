// FHIR's own files into the server: ids kept, references in any order. Everything is read and ordered before the
// first transaction is sent; a resource that is refused is reported and does not hold up the others.

import { orderByReferences, packGroups } from './fhir-files/order.ts';
import {
  type FoundResource,
  listFhirFiles,
  readResources,
  rewriteReferences,
} from './fhir-files/read-resources.ts';
import type { Submit } from './submit.ts';
import { outcomeSentences, submitAgain, transactionOf } from './transaction.ts';

export interface FhirFilesOptions {
  /** Files and folders. */
  paths: readonly string[];
  submit: Submit;
  /** Entries of one transaction at most; 500 when absent. A larger circle of references goes as one. */
  batchSize?: number;
  onProgress?(progress: { done: number; resources: number; rejected: number }): void;
}

export interface FhirFilesReport {
  files: number;
  resources: number;
  stored: number;
  rejected: { reference: string; place: string; reason: string }[];
  notes: string[];
}

interface Item {
  reference: string;
  needs: string[];
  found: FoundResource;
}

/** Throws FhirError when a file cannot be read as FHIR JSON; then nothing has been stored. */
export async function importFhirFiles(options: FhirFilesOptions): Promise<FhirFilesReport> {
  const { submit, batchSize = 500, onProgress } = options;
  const files = options.paths.flatMap(listFhirFiles);
  const notes: string[] = [];
  const rejected: FhirFilesReport['rejected'] = [];
  const byReference = new Map<string, FoundResource>();
  let resources = 0;
  for (const file of files) {
    for await (const found of readResources(file)) {
      resources++;
      const earlier = byReference.get(found.reference);
      if (!earlier) byReference.set(found.reference, found);
      else if (earlier.text === found.text)
        notes.push(`${found.place}: the same ${found.reference} as in ${earlier.place}.`);
      else
        rejected.push({
          ...placeOf(found),
          reason: `Another ${found.reference} stands in ${earlier.place}. Keep one.`,
        });
    }
  }
  const resolve = createResolver(byReference);
  const items = [...byReference.values()].map((found): Item => {
    const needs = found.targets.map((target) => resolve(target) ?? target);
    return { reference: found.reference, needs, found };
  });
  const twins = resources - items.length;
  let done = twins;
  let stored = 0;

  const send = async (groups: Item[][]): Promise<void> => {
    const batch = groups.flat();
    const parts = batch.map(({ reference, found }) => ({
      reference,
      ...rewriteReferences(found.text, resolve),
    }));
    const answer = await submitAgain(submit, transactionOf(parts));
    if (answer.status >= 400 && groups.length > 1) {
      // All or none: halves find the one that is to blame.
      const middle = groups.length >> 1;
      await send(groups.slice(0, middle));
      await send(groups.slice(middle));
      return;
    }
    if (answer.status >= 400) {
      const reason = outcomeSentences(answer);
      rejected.push(...batch.map(({ found }) => ({ ...placeOf(found), reason })));
    } else stored += batch.length;
    done += batch.length;
    onProgress?.({ done, resources, rejected: rejected.length });
  };

  for (const batch of packGroups(orderByReferences(items), batchSize)) await send(batch);
  return { files: files.length, resources, stored, rejected, notes };
}

/** `urn:uuid:` and absolute URLs of entries to `Type/id`; undefined when a reference needs no change. */
function createResolver(
  byReference: ReadonlyMap<string, FoundResource>,
): (reference: string) => string | undefined {
  const byUrl = new Map<string, string>();
  for (const { fullUrl, reference } of byReference.values()) if (fullUrl) byUrl.set(fullUrl, reference);
  return (reference) => byUrl.get(reference);
}

function placeOf({ reference, place }: FoundResource) {
  return { reference, place };
}

/** For a terminal. */
export function fhirFilesText({ files, resources, stored, rejected, notes }: FhirFilesReport): string {
  const out = [`${files} files, ${resources} resources: ${stored} stored, ${rejected.length} rejected.`];
  for (const { reference, place, reason } of rejected)
    out.push(`  ${place}: ${reference} rejected: ${reason}`);
  for (const note of notes) out.push(`  note: ${note}`);
  return `${out.join('\n')}\n`;
}

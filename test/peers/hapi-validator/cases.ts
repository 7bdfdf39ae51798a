// The instances that both validators are asked about: ours, made ones of every type, and each of them with faults.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import type { JsonObject } from '../../../src/fhir/json/tree.ts';
import { createDice, type Dice } from './dice.ts';
import type { Case } from './judges.ts';
import { madeResource } from './made.ts';
import { MUTATIONS, mutated } from './mutations.ts';

const EXAMPLES = path.join(import.meta.dirname, '..', '..', '..', 'profiles', 'lianti', 'examples');

export interface Amounts {
  seed: number;
  /** Cases of each class of fault. */
  each: number;
  /** Made instances of each resource type. */
  made: number;
  /** More cases, right ones of which get faults too. */
  more?: readonly Case[];
}

/** A file of cases as NDJSON: {name, class, instance: its text, profile?, support}. */
export function readCases(file: string): Case[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { name, instance, profile, support } = JSON.parse(line) as {
        name: string;
        instance: string;
        profile?: string;
        support: JsonObject[];
      };
      return { id: name, about: 'cases of the file', resource: instance, profile, support };
    });
}

function examples(folder: string): { id: string; resource: string }[] {
  return readdirSync(path.join(EXAMPLES, folder))
    .filter((name) => name.endsWith('.json') && !name.endsWith('.expected.json'))
    .sort()
    .map((name) => ({
      id: `${folder}/${name}`,
      resource: readFileSync(path.join(EXAMPLES, folder, name), 'utf8'),
    }));
}

/** `isRight` tells which made instances are fit to have a fault put in. */
export function casesOf(
  definitions: Definitions,
  { seed, each, made, more = [] }: Amounts,
  isRight: (one: Case) => boolean,
): Case[] {
  const dice = createDice(seed);
  const own = examples('valid').map((one) => ({ ...one, about: 'our valid examples' }));
  const wrong = examples('invalid').map((one) => ({ ...one, about: 'our invalid examples' }));
  const invented = [...definitions.resourceTypes].flatMap((type) =>
    Array.from({ length: made }, (_, i) => ({
      id: `made/${type}-${i}`,
      about: 'made instances',
      resource: JSON.stringify(madeResource(definitions, type, dice)),
    })),
  );
  const right = invented.filter(isRight);
  const supported = more.filter(isRight);
  const sources = [own, right, ...(supported.length > 0 ? [supported] : [])];
  const faults = Object.keys(MUTATIONS).flatMap((about) =>
    withFault(definitions, about, sources, each, dice),
  );
  const supports = more.map(({ support }) => support);
  const place = ({ support }: Case) => supports.indexOf(support);
  // Those with the same support stand together.
  return [...own, ...wrong, ...invented, ...more, ...faults].sort((a, b) => place(a) - place(b));
}

function withFault(
  definitions: Definitions,
  about: string,
  sources: Case[][],
  each: number,
  dice: Dice,
): Case[] {
  const found: Case[] = [];
  for (let tries = 0; found.length < each && tries < each * 20; tries++) {
    const source = dice.one(dice.one(sources));
    const resource = mutated(definitions, JSON.parse(source.resource) as JsonObject, about, dice);
    if (resource === undefined) continue;
    found.push({
      ...source,
      id: `${about} ${found.length} ${source.id}`,
      about,
      resource: JSON.stringify(resource),
    });
  }
  return found;
}

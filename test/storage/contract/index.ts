// The port's other half: what every engine must do. A call for each engine, in test/storage/<engine>.test.ts.

import { describe } from '@jest/globals';
import { contents } from './contents.ts';
import { erasure } from './erasure.ts';
import { expectations } from './expectations.ts';
import { keeping } from './keeping.ts';
import { log } from './log.ts';
import { paging } from './paging.ts';
import { properties } from './properties.ts';
import { ranges } from './ranges.ts';
import { searching } from './searching.ts';
import { setsAndTrees } from './sets-and-trees.ts';
import type { OpenEngine } from './support.ts';
import { transactions } from './transactions.ts';

export function storeContract(engine: string, open: OpenEngine): void {
  describe(engine, () => {
    writingContract(open);
    readingContract(open);
  });
}

/** The part that depends on how reads are answered. */
export function readingContract(open: OpenEngine): void {
  log(open);
  searching(open);
  paging(open);
  ranges(open);
  setsAndTrees(open);
  properties(open);
}

/** The part that depends on how writes reach the engine. */
export function writingContract(open: OpenEngine): void {
  transactions(open);
  expectations(open);
  erasure(open);
  keeping(open);
  contents(open);
}

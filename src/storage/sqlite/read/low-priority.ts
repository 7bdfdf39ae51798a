// A thread that gives way to the others of its process: what it does is not waited for as impatiently as they are.

import { readlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Of the thread that calls it. Where threads have no priority of their own (other than Linux), it stays as it was. */
export function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    // Its own name among the threads of the process: 17/task/23.
    const thread = Number(path.basename(readlinkSync('/proc/thread-self')));
    os.setPriority(thread, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // No /proc, or it is not allowed.
  }
}

// The jobs that are there, in one cell of the store; their requests and results in cells beside it, which are emptied
// and used again when a job is gone, so that nothing of a patient stays behind.

import { fhirError } from '../fhir/error.ts';
import type { Cells } from '../storage/store.ts';
import type { Job } from './job.ts';

const LIST = 'async-jobs';

/** Jobs that are kept at most, done ones included. */
const JOBS_MAX = 200;

/** Jobs of one caller that are not done, at most. */
const OF_ONE_CALLER = 20;

export interface JobList {
  all(): Promise<Job[]>;
  /** Makes the job with the slot that is free. Throws 429 when there are too many. */
  add(make: (slot: number) => Job, body: string | undefined): Promise<Job>;
  /** The changed job; undefined when it is gone. */
  change(id: string, change: (job: Job) => Job): Promise<Job | undefined>;
  /** Only for who holds the lease of the job, so that nobody writes into a slot that is free. */
  remove(id: string): Promise<void>;
  bodyOf(job: Job): Promise<string | undefined>;
  /** The request is answered: only the answer is kept. */
  dropBody(job: Job): Promise<void>;
  resultOf(job: Job): Promise<string | undefined>;
  putResult(job: Job, text: string): Promise<void>;
}

export function createJobList(cells: Cells): JobList {
  async function read(): Promise<{ text: string | undefined; jobs: Job[] }> {
    const text = await cells.read(LIST);
    return { text, jobs: text ? (JSON.parse(text) as Job[]) : [] };
  }

  /** Until nobody else was faster. */
  async function update(change: (jobs: Job[]) => Job[]): Promise<void> {
    for (;;) {
      const { text, jobs } = await read();
      const changed = JSON.stringify(change(jobs));
      if (changed === text || (await cells.write(LIST, changed, text))) return;
    }
  }

  async function put(name: string, value: string): Promise<void> {
    for (;;) {
      const known = await cells.read(name);
      if (known === value || (await cells.write(name, value, known))) return;
    }
  }

  const bodyCell = ({ slot }: Job) => `async-request-${slot}`;
  const resultCell = ({ slot }: Job) => `async-result-${slot}`;
  const clear = async (name: string) => {
    if ((await cells.read(name)) !== undefined) await put(name, '');
  };

  return {
    all: async () => (await read()).jobs,

    async add(make, body) {
      let job: Job | undefined;
      await update((jobs) => {
        job = make(freeSlot(jobs));
        refuseTooMany(jobs, job);
        return [...jobs, { ...job, state: 'coming' }];
      });
      if (body !== undefined) await put(bodyCell(job!), body);
      await update((jobs) => jobs.map((one) => (one.id === job!.id ? job! : one)));
      return job!;
    },

    async change(id, change) {
      let changed: Job | undefined;
      await update((jobs) => {
        changed = undefined;
        return jobs.map((job) => {
          if (job.id !== id) return job;
          changed = change(job);
          return changed;
        });
      });
      return changed;
    },

    async remove(id) {
      const job = (await read()).jobs.find((one) => one.id === id);
      if (job) for (const name of [bodyCell(job), resultCell(job)]) await clear(name);
      await update((jobs) => jobs.filter((one) => one.id !== id));
    },

    bodyOf: async (job) => (job.hasBody ? cells.read(bodyCell(job)) : undefined),
    dropBody: (job) => clear(bodyCell(job)),
    resultOf: async (job) => (job.answer?.hasBody ? cells.read(resultCell(job)) : undefined),
    putResult: (job, text) => put(resultCell(job), text),
  };
}

function freeSlot(jobs: readonly Job[]): number {
  const taken = new Set(jobs.map(({ slot }) => slot));
  let slot = 0;
  while (taken.has(slot)) slot++;
  return slot;
}

function refuseTooMany(jobs: readonly Job[], { principal }: Job): void {
  const own = jobs.filter((job) => job.state !== 'done' && job.principal.name === principal.name);
  if (jobs.length < JOBS_MAX && own.length < OF_ONE_CALLER) return;
  throw fhirError(
    'throttled',
    `Too many requests wait to be answered (${own.length} of yours). Fetch or cancel results, and try again.`,
    {},
    30,
  );
}

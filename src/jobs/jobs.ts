// Requests that are answered later: kept in the store, done one after the other, begun again after a restart under
// the same Idempotency-Key, so that nothing is written twice. R4 async.html.

import type { PresentRights } from '../authorization/present-rights.ts';
import type { Principal } from '../authorization/principal.ts';
import { fhirError } from '../fhir/error.ts';
import { failureResponse } from '../interactions/failure.ts';
import type { Jobs } from '../interactions/jobs.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import type { Lease, Store } from '../storage/store.ts';
import { type Job, jobOf, requestOf } from './job.ts';
import { createJobList } from './job-list.ts';

/** How a job is done: as the caller's own request, until `signal` says otherwise. */
export type RunRequest = (
  request: FhirRequest,
  principal: Principal,
  job: { id: string; signal: AbortSignal; progress(text: string): void },
) => Promise<FhirResponse>;

export interface JobRunner extends Jobs {
  /** Takes up what an earlier process left, with the rights that its callers have now. */
  begin(rights: PresentRights): void;
  /** Lets go of what is under way; the next process takes it up again. */
  stop(): Promise<void>;
}

export interface Outside {
  now(): number;
  newId(): string;
  note(message: string, details: Record<string, unknown>): void;
}

/** Results are kept for a day. */
const KEEP_MS = 24 * 3600_000;
/** A body that has not come by then never will. */
const COMING_MS = 3600_000;
/** Jobs under way at once. */
const WIDTH = 2;
/** A process that has died holds a job no longer than this. */
const LEASE_MS = 10_000;
const LOOK_AGAIN_MS = 2_000;

interface Running {
  stop: AbortController;
  progress: string;
}

export function createJobs(store: Store, run: RunRequest, outside: Outside): JobRunner {
  const list = createJobList(store.cells);
  const running = new Map<string, Running>();
  const workers = new Set<Promise<void>>();
  let rights: PresentRights = (principal) => principal;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    if (stopped || workers.size >= WIDTH) return;
    const worker: Promise<void> = work()
      .catch((error) => outside.note('a job could not be done', { error: String(error) }))
      .finally(() => workers.delete(worker));
    workers.add(worker);
  }

  async function work(): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const next = (await list.all()).find(
        (job) => !tried.has(job.id) && !running.has(job.id) && hasWork(job, outside.now()),
      );
      if (!next || stopped) break;
      tried.add(next.id);
      await take(next.id);
    }
    // What another process holds, or a dead one still seems to hold, is looked at again.
    if (tried.size === 0 || stopped) return;
    clearTimeout(timer);
    timer = setTimeout(wake, LOOK_AGAIN_MS).unref();
  }

  async function take(id: string): Promise<void> {
    const lease = await store.lease(`async-${id}`, LEASE_MS);
    if (!lease) return;
    try {
      const job = await list.change(id, (one) =>
        one.state === 'waiting' ? { ...one, state: 'running' } : one,
      );
      if (job?.state === 'running') await runJob(job, lease);
      const after = (await list.all()).find((one) => one.id === id);
      if (after && isOver(after, outside.now())) await list.remove(id);
    } finally {
      await lease.release();
    }
  }

  async function runJob(job: Job, lease: Lease): Promise<void> {
    const mine: Running = { stop: new AbortController(), progress: 'begun' };
    running.set(job.id, mine);
    const renewal = setInterval(() => {
      void lease.renew(LEASE_MS).then((held) => {
        if (!held) mine.stop.abort();
      });
    }, LEASE_MS / 3).unref();
    try {
      const { body, ...rest } = await answerOf(job, mine);
      if (mine.stop.signal.aborted) return;
      if (body !== undefined) await list.putResult(job, body);
      const answer = { ...rest, hasBody: body !== undefined };
      await list.change(job.id, (one) =>
        one.state === 'running' ? { ...one, state: 'done', endedAt: outside.now(), answer } : one,
      );
      await list.dropBody(job);
    } finally {
      clearInterval(renewal);
      running.delete(job.id);
    }
  }

  async function answerOf(job: Job, mine: Running): Promise<FhirResponse> {
    try {
      const principal = rights(job.principal);
      if (!principal)
        throw fhirError(
          'forbidden',
          'Who asked for this has no rights here any more: nothing more was done.',
        );
      const request = requestOf(job, await list.bodyOf(job));
      const progress = (text: string) => {
        mine.progress = text;
      };
      return await run(request, principal, { id: job.id, signal: mine.stop.signal, progress });
    } catch (error) {
      return failureResponse(error, { requestId: job.id, note: outside.note });
    }
  }

  async function ownJob(id: string, principal: Principal): Promise<Job | undefined> {
    const job = (await list.all()).find((one) => one.id === id && one.principal.name === principal.name);
    return job?.state === 'cancelled' ? undefined : job;
  }

  return {
    async start(request, principal) {
      const make = (slot: number) =>
        jobOf(request, principal, { id: outside.newId(), slot, now: outside.now() });
      const { id } = await list.add(make, request.body?.text);
      wake();
      return id;
    },

    async find(id, principal) {
      const job = await ownJob(id, principal);
      if (!job) return undefined;
      if (job.answer) {
        const { hasBody: _, ...answer } = job.answer;
        const expires = (job.endedAt ?? outside.now()) + KEEP_MS;
        return { state: 'done', answer: { ...answer, body: await list.resultOf(job) }, expires };
      }
      const elapsedS = (outside.now() - job.createdAt) / 1000;
      const progress = running.get(id)?.progress ?? (job.state === 'running' ? 'under way' : 'waiting');
      return {
        state: 'under-way',
        progress,
        retryAfterS: Math.min(30, Math.max(1, Math.round(elapsedS / 10))),
      };
    },

    async cancel(id, principal) {
      if (!(await ownJob(id, principal))) return false;
      await list.change(id, (job) => ({ ...job, state: 'cancelled' }));
      running.get(id)?.stop.abort();
      wake();
      return true;
    },

    begin(present) {
      rights = present;
      wake();
    },

    async stop() {
      stopped = true;
      clearTimeout(timer);
      for (const { stop } of running.values()) stop.abort();
      await Promise.all(workers);
    },
  };
}

function hasWork(job: Job, now: number): boolean {
  return job.state === 'waiting' || job.state === 'running' || isOver(job, now);
}

/** Nobody will ask for it any more. */
function isOver({ state, createdAt, endedAt }: Job, now: number): boolean {
  if (state === 'coming') return createdAt + COMING_MS <= now;
  return state === 'cancelled' || (state === 'done' && (endedAt ?? 0) + KEEP_MS <= now);
}

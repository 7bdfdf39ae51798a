// The front desk: every request, from whichever door, is routed here once.

import { authorize } from '../authorization/policy.ts';
import { fhirError } from '../fhir/error.ts';
import type { Key } from '../storage/store.ts';
import { answerWrites } from './answer.ts';
import { asyncCancel, asyncStatus, mayBeAsync, startAsync } from './async.ts';
import { withResource } from './binary/upload.ts';
import { bundle } from './bundle.ts';
import { capabilities } from './capabilities.ts';
import type { Context, OperationLevel, OperationTarget } from './context.ts';
import { dryAnswer } from './dry-run.ts';
import { historyOfInstance, historyOfSystem, historyOfType } from './history.ts';
import { planWrite } from './plan-write.ts';
import { parsePrefer } from './prefer.ts';
import { read, vread } from './read.ts';
import { type FhirRequest, type FhirResponse, tellOf } from './request.ts';
import { type Route, route, type WriteRoute } from './route.ts';
import { search } from './search.ts';
import { placedInSpecification } from './sections.ts';
import { ticketOf } from './ticket.ts';
import { storeView } from './view.ts';
import { write } from './write.ts';

/** Throws FhirError or a store's error; failure.ts makes answers of them. */
export async function dispatch(request: FhirRequest, asked: Context): Promise<FhirResponse> {
  const target = route(request, asked.definitions);
  const { dryRun, respondAsync } = parsePrefer(request.headers.prefer);
  const context = dryRun ? { ...asked, dryRun } : asked;
  try {
    if (respondAsync && context.jobs && mayBeAsync(target))
      return await startAsync(request, context.jobs, context);
    return await answerTo(request, target, context);
  } catch (error) {
    throw placedInSpecification(error, target);
  }
}

async function answerTo(request: FhirRequest, target: Route, context: Context): Promise<FhirResponse> {
  switch (target.interaction) {
    case 'read':
      return read(request, keyOf(target), context);
    case 'vread':
      return vread(request, keyOf(target), target.vid, context);
    case 'search-type':
    case 'search-system':
    case 'search-compartment':
      return search(request, target, context);
    case 'create':
    case 'update':
    case 'delete':
    case 'patch':
    case 'conditional-update':
    case 'conditional-delete':
    case 'conditional-patch':
      return writeOne(request, target, context);
    case 'history-instance':
      return historyOfInstance(request, keyOf(target), context);
    case 'history-type':
      return historyOfType(request, target.type, context);
    case 'history-system':
      return historyOfSystem(request, context);
    case 'bundle':
      return bundle(request, context);
    case 'capabilities':
      return capabilities(request, context.statements);
    case 'operation':
      return operation(request, target, context);
    case 'async-status':
      return asyncStatus(target.id, context);
    case 'async-cancel':
      return asyncCancel(target.id, context);
  }
}

function keyOf({ type, id }: Key): Key {
  return { type, id };
}

async function writeOne(sent: FhirRequest, target: WriteRoute, context: Context): Promise<FhirResponse> {
  if (!sent.content) return writeResource(sent, target, context);
  // Before its bytes are taken in.
  authorize(context.principal, target.interaction === 'create' ? 'create' : 'update', target.type);
  const { store, settings } = context;
  const { request, held } = await withResource(sent, sent.content, 'id' in target ? target.id : undefined, {
    blobs: store.blobs,
    inlineMax: settings.binaryInlineMax,
  });
  try {
    return await writeResource(request, target, context);
  } finally {
    await held?.release();
  }
}

async function writeResource(
  request: FhirRequest,
  target: WriteRoute,
  context: Context,
): Promise<FhirResponse> {
  const preferences = parsePrefer(request.headers.prefer);
  const newId = context.newId();
  const { done, warnings } = await write(
    (view) => planWrite(request, target, newId, view, context),
    storeView(context),
    ticketOf(request, context),
    context,
  );
  const tell = tellOf(request);
  if (context.dryRun) return dryAnswer(target, done, warnings, [], tell);
  return answerWrites(target, done, { warnings, tell }, preferences, context);
}

async function operation(
  request: FhirRequest,
  target: Extract<Route, { interaction: 'operation' }>,
  context: Context,
): Promise<FhirResponse> {
  const found = context.operations.get(target.name);
  const belongs = target.type === undefined || found?.types?.includes(target.type) !== false;
  if (!found?.levels.includes(levelOf(target)) || !belongs) {
    throw fhirError(
      'not-found',
      `There is no operation ${target.name.slice(0, 60)} on this level. GET /metadata lists them.`,
      {
        code: 'not-supported',
      },
    );
  }
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (request.method !== 'POST' && (!reads || found.affectsState)) {
    throw fhirError('method-not-allowed', `${target.name} is called with POST. Allowed: POST.`);
  }
  return found.run(request, context, target);
}

function levelOf({ type, id, vid }: OperationTarget): OperationLevel {
  if (vid !== undefined) return 'version';
  if (id !== undefined) return 'instance';
  return type === undefined ? 'system' : 'type';
}

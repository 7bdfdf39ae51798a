// The one file that knows every room: builds the parts and joins them. Only here is an engine named.

import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type PresentRights, rightsInTokens } from './authorization/present-rights.ts';
import type { Principal } from './authorization/principal.ts';
import { openTokensFile } from './authorization/tokens-file.ts';
import { type Config, ConfigError } from './config.ts';
import type { Definitions } from './conformance/definitions.ts';
import { loadDefinitions } from './conformance/load.ts';
import { openPackages } from './conformance/packages/packages.ts';
import { createInstantFormat } from './fhir/instant.ts';
import { isObject, type Resource } from './fhir/json/tree.ts';
import { PageMemory } from './fhir/page-memory.ts';
import { createLocalBases } from './fhir/reference.ts';
import { createUuidSource } from './fhir/uuid.ts';
import {
  type Authenticate,
  authenticateByTokens,
  authenticateLocally,
  type ReadResource,
} from './http/authenticate.ts';
import { type IndexKeeper, openIndexKeeper } from './indexing/index-keeper.ts';
import type { Context, Services } from './interactions/context.ts';
import { dispatch } from './interactions/dispatch.ts';
import { createEditionMaker, type Edition } from './interactions/edition.ts';
import type { FhirRequest, FhirResponse } from './interactions/request.ts';
import { createJobs, type RunRequest } from './jobs/jobs.ts';
import { operations } from './operations/index.ts';
import { indexResource } from './search/index-resource.ts';
import { createPageKey } from './search/page.ts';
import { createCanonicalNumbers } from './search/units/number-in.ts';
import { withPackagedParameters } from './search/usable-parameters.ts';
import { withContents } from './storage/contents.ts';
import { openSqliteEngine } from './storage/sqlite/engine.ts';
import type { Engine, Store } from './storage/store.ts';
import { type Finding, verifyStore } from './storage/verify.ts';
import { openTerminologyStore, type TerminologyStore } from './terminology/store.ts';
import { createSharedParts, createValidator, type Validator } from './validation/validator.ts';

export interface Outside {
  now(): number;
  note(message: string, details: Record<string, unknown>): void;
}

export interface Lianti {
  services: Services;
  /** One request of one caller. Throws as dispatch does. */
  dispatch(request: FhirRequest, principal: Principal, requestId: string): Promise<FhirResponse>;
  /** The definitions in force, and what keeps the index true to them. */
  index: IndexKeeper<Edition>;
  /** Goes on with what an earlier process left undone; for servers. */
  takeUpJobs(rights: PresentRights): void;
  close(): Promise<void>;
}

const ROOT = path.join(import.meta.dirname, '..');
const PAGE_KEY_CELL = 'page-key';

export function openDefinitions(
  packageFolders: readonly string[] = [],
  held?: TerminologyStore,
): Definitions {
  return loadDefinitions({
    ...(held && { held }),
    packageFolders,
    definitionsFolder: path.join(ROOT, 'build', 'definitions'),
    profileFolders: [path.join(ROOT, 'profiles', 'lianti')],
    capabilityFolder: path.join(ROOT, 'capability'),
  });
}

/** Where a store keeps what belongs beside it; undefined: it is in memory. */
export function dataFolderOf({ STORE_URL }: Pick<Config, 'STORE_URL'>): string | undefined {
  const file = STORE_URL.replace(/^sqlite:/, '');
  return file === ':memory:' ? undefined : path.dirname(path.resolve(file));
}

/** Where `lianti package add` puts packages. */
export function packagesFolderOf(config: Pick<Config, 'STORE_URL'>): string | undefined {
  const folder = dataFolderOf(config);
  return folder === undefined ? undefined : path.join(folder, 'packages');
}

/** Where `lianti terminology load` puts code systems. */
export function terminologyFolderOf(config: Pick<Config, 'STORE_URL'>): string | undefined {
  const folder = dataFolderOf(config);
  return folder === undefined ? undefined : path.join(folder, 'terminology');
}

/** What the server came with, and the packages; whoever opens them closes both. */
async function openBase(config: Config, outside: Outside): Promise<{ base: Definitions; close(): void }> {
  const { packages, warnings, close } = await openPackages(packagesFolderOf(config), config.PACKAGES).catch(
    (error: Error) => {
      throw new ConfigError(error.message);
    },
  );
  for (const { manifest } of packages)
    outside.note('package loaded', { package: `${manifest.name}#${manifest.version}` });
  for (const warning of warnings) outside.note('a package builds on what is not here', { warning });
  const shipped = openDefinitions(
    packages.map(({ folder }) => folder),
    openTerminologyStore(terminologyFolderOf(config), outside.now),
  );
  return { base: withPackagedParameters(shipped, outside.note), close };
}

/** The validator without a store, for files. */
export function openValidator(now: () => number, definitions = openDefinitions()): Validator {
  return createValidator({
    definitions,
    now: () => new Date(now()),
    inCanonicalUnit: createCanonicalNumbers(),
  });
}

function openEngine(config: Config, outside: Outside): Engine {
  return openSqliteEngine({ url: config.STORE_URL, timeZone: config.TIME_ZONE, now: outside.now });
}

/** `port` is the one really listened on, for links. Throws StoreUnavailable. */
export async function compose(config: Config, port: number, outside: Outside): Promise<Lianti> {
  const { base, close: closePackages } = await openBase(config, outside);
  const engine = openEngine(config, outside);
  const store = withContents(await engine.open('default'));
  const baseUrl = config.BASE_URL ?? `http://${config.HOST}:${port}/fhir`;
  const local = createLocalBases([baseUrl, ...config.BASE_URL_ALIASES]);
  const settings = {
    baseUrl,
    timeZone: config.TIME_ZONE,
    validation: config.VALIDATION,
    references: config.REFERENCES,
    searchHandling: config.SEARCH_HANDLING,
    searchTimeoutMs: config.SEARCH_TIMEOUT,
    conditionalDelete: config.CONDITIONAL_DELETE,
    conditionalDeleteMax: config.CONDITIONAL_DELETE_MAX,
    binaryInlineMax: config.BINARY_INLINE_MAX,
    bundleEntriesMax: config.BUNDLE_ENTRIES_MAX,
  };
  const shared = createSharedParts(base);
  const inCanonicalUnit = createCanonicalNumbers();
  const maker = createEditionMaker({
    base,
    validator: (definitions) =>
      createValidator({ definitions, now: () => new Date(outside.now()), inCanonicalUnit, shared }),
    timeZone: config.TIME_ZONE,
    local,
    capability: {
      baseUrl,
      operations: [...operations.keys()],
      auth: config.AUTH,
      references: config.REFERENCES,
      conditionalDelete: config.CONDITIONAL_DELETE,
    },
    now: outside.now,
    note: outside.note,
  });
  const keeper = await openIndexKeeper<Edition>({
    store,
    resourceTypes: base.resourceTypes,
    ...maker,
    note: outside.note,
  });
  const services: Services = {
    store,
    editions: keeper.editions,
    reindex: { types: keeper.reindexTypes, one: keeper.reindexOne },
    settings,
    local,
    rules: [],
    operations,
    pageKey: createPageKey(await pageKeyOf(store)),
    pageMemory: new PageMemory(),
    formatInstant: createInstantFormat(config.TIME_ZONE),
    now: outside.now,
    newId: createUuidSource(outside.now, randomBytes),
    note: outside.note,
    dispatch,
  };
  const jobs = createJobs(store, jobsOf(services), services);
  services.jobs = jobs;
  return {
    services,
    dispatch: (request, principal, requestId) => dispatch(request, contextOf(services, principal, requestId)),
    index: keeper,
    takeUpJobs(rights) {
      jobs.begin(rights);
      keeper.begin();
    },
    close: async () => {
      await jobs.stop();
      await keeper.stop();
      await engine.close();
      closePackages();
    },
  };
}

/** Is the store what its log says, index entries included? [] when everything agrees. */
export function verify(
  { services }: Lianti,
  onProgress: (seq: number, last: number) => void,
): Promise<Finding[]> {
  return verifyStore(services.store, {
    onProgress,
    indexOf: (text) =>
      indexResource(JSON.parse(text) as Resource, services.editions.current().searchContext).entries,
  });
}

function contextOf(services: Services, principal: Principal, requestId: string): Context {
  return { ...services, ...services.editions.current(), principal, requestId };
}

/** A job is its caller's own request, with an answer that nobody waits for. */
function jobsOf(services: Services): RunRequest {
  return (request, principal, { id, signal, progress }) =>
    dispatch(request, { ...contextOf(services, principal, id), jobs: undefined, signal, progress });
}

/** Page links stay valid across restarts, so their key lives in the store. */
async function pageKeyOf(store: Store): Promise<Buffer> {
  const known = await store.cells.read(PAGE_KEY_CELL);
  if (known !== undefined) return Buffer.from(known, 'hex');
  const fresh = randomBytes(32);
  if (await store.cells.write(PAGE_KEY_CELL, fresh.toString('hex'), undefined)) return fresh;
  return pageKeyOf(store);
}

export interface Callers {
  authenticate: Authenticate;
  rights: PresentRights;
}

/** Who callers over HTTP are. Throws an Error with one clear line when the tokens file cannot be used. */
export function callersOf(config: Config, { store, now, note }: Services): Callers {
  if (config.AUTH === 'tokens') {
    const principals = openTokensFile(config.AUTH_TOKENS_FILE!, now, note);
    return { authenticate: authenticateByTokens(principals), rights: rightsInTokens(principals) };
  }
  const readResource: ReadResource = async (type, id) => {
    const [version] = await store.read([{ type, id }]);
    const value: unknown = version?.text === undefined ? undefined : JSON.parse(version.text);
    return isObject(value) ? value : undefined;
  };
  const hosts = [config.BASE_URL, ...config.BASE_URL_ALIASES].flatMap((url) =>
    url ? [new URL(url).hostname] : [],
  );
  const names = new Set(['localhost', '127.0.0.1', '[::1]', ...hosts]);
  return { authenticate: authenticateLocally(readResource, names), rights: (earlier) => earlier };
}

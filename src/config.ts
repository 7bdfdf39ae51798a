// Environment to one frozen, checked object. Nobody else reads the environment.

import { z } from 'zod';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

const url = z
  .string()
  .regex(/^https?:\/\/[^\s?#]+$/, 'an absolute http(s) URL')
  .transform((text) => text.replace(/\/+$/, ''));

const bytes = z
  .string()
  .regex(/^\d+(kb|mb)?$/i, 'bytes, or a number with kb or mb')
  .transform((text) => {
    const unit = /mb$/i.test(text) ? 1024 * 1024 : /kb$/i.test(text) ? 1024 : 1;
    return Number.parseInt(text, 10) * unit;
  });

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  STORE_URL: z
    .string()
    .regex(/^sqlite:.+$/, 'sqlite:<file> or sqlite::memory:')
    .default('sqlite:./data/lianti.db'),
  BASE_URL: url.optional(),
  BASE_URL_ALIASES: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(url))
    .default([]),
  AUTH: z.enum(['off', 'tokens']).default('off'),
  AUTH_TOKENS_FILE: z.string().min(1).optional(),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'an IANA time zone such as Asia/Shanghai')
    .default('Asia/Shanghai'),
  VALIDATION: z.enum(['enforce', 'report']).default('enforce'),
  REFERENCES: z.enum(['check', 'allow']).default('check'),
  SEARCH_HANDLING: z.enum(['strict', 'lenient']).default('strict'),
  SEARCH_TIMEOUT: z.coerce.number().int().min(100).max(600_000).default(5000),
  CONDITIONAL_DELETE: z.enum(['single', 'multiple']).default('single'),
  CONDITIONAL_DELETE_MAX: z.coerce.number().int().min(1).max(1000).default(100),
  BUNDLE_ENTRIES_MAX: z.coerce.number().int().min(1).max(100_000).default(2000),
  BINARY_INLINE_MAX: bytes.default(4 * 1024),
  PACKAGES: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .default([]),
  MAX_BODY: bytes.default(20 * 1024 * 1024),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

export type Config = Readonly<z.infer<typeof schema>>;

/** One clear line: which variable, what it must be, what it was. */
export class ConfigError extends Error {}

/** Throws ConfigError. Empty values count as absent. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  const result = schema.safeParse(given);
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    const name = String(path[0]);
    throw new ConfigError(`${name}=${given[name]} is not usable: ${message}.`);
  }
  const config = result.data;
  if (config.AUTH === 'off' && !LOOPBACK.has(config.HOST)) {
    throw new ConfigError(
      `HOST=${config.HOST} with AUTH=off would open every record to the network. Set AUTH=tokens, or HOST=127.0.0.1.`,
    );
  }
  if (config.AUTH === 'tokens' && !config.AUTH_TOKENS_FILE) {
    throw new ConfigError('AUTH=tokens needs AUTH_TOKENS_FILE, a JSON file of token hashes and principals.');
  }
  return Object.freeze(config);
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

// The options of `lianti import`.

export interface ImportArguments {
  mapping?: string;
  set?: Record<string, string>;
  dryRun?: boolean;
  report?: string;
  server?: string;
  token?: string;
  keyFile?: string;
}

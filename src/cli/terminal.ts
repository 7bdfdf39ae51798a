// What commands see of the outside: where they print, the environment, and how they end.

export interface Terminal {
  environment: Record<string, string | undefined>;
  /** One or more lines to stdout. */
  print(text: string): void;
  /** Progress goes to stderr, so that stdout can be kept. */
  progress: NodeJS.WriteStream;
  /** Something for the operator that belongs to no answer. */
  note(message: string, details: Record<string, unknown>): void;
  /** The exit code. */
  end(code: number): void;
}

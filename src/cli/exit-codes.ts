// How commands end, for scripts.

/** All lines accepted or repaired; no errors; no findings. */
export const DONE = 0;
/** Some lines or resources rejected, errors found by `validate`, findings of `verify`. */
export const PARTLY = 1;
/** Nothing done: the file was refused, all of it was rejected, or the command could not run. */
export const NOTHING = 2;

export const EXIT_CODES_HELP = `
Exit codes: 0 all accepted or repaired; 1 some rejected, or errors found; 2 refused, nothing done.`;

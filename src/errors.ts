/**
 * Something the user can mend: no folder open, an empty corpus, a damaged model. Its message is one clear sentence that
 * says what to do, and is shown as it is; the command line exits with 2. Any other error is ours.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The work was cancelled by whoever asked for it; never shown. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('Cancelled.');
  }
}

/** The sentence to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a Node.js system error ('ENOSPC', 'EACCES' …), if it is one. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

import { messageOf, systemErrorCode, UserError } from '../errors';

/**
 * What to tell the user of a mistake of theirs, in one line: in what they wrote, or in what their file system says of a
 * file they named. Undefined for an error that is ours.
 */
export function describeMistake(error: unknown): string | undefined {
  const code = systemErrorCode(error) ?? '';
  if (error instanceof UserError || code.startsWith('ERR_PARSE_ARGS')) return messageOf(error).replaceAll('\n', ' ');
  return /^E[A-Z]+$/.test(code) ? describeSystemError(code, error) : undefined;
}

function describeSystemError(code: string, error: unknown): string {
  const path = error instanceof Error && 'path' in error ? String(error.path) : 'what you named';
  switch (code) {
    case 'ENOENT':
      return `There is no file or folder ${path}.`;
    case 'EISDIR':
      return 'What you named is a folder; name a file.'; // the system does not say which
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `You may not read or write ${path}.`;
    default:
      return messageOf(error);
  }
}

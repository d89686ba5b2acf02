import { CancelledError, messageOf, systemErrorCode, UserError } from '../../../../errors';

/** The server has no such file. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

const PROXY_ADVICE = 'Check the network, and the proxy in the setting http.proxy or in HTTPS_PROXY';

/** Words of Node.js, npm and tar, and what they mean for the user. `%` stands for what was to be reached. */
const MEANINGS: readonly (readonly [words: RegExp, sentence: string])[] = [
  [
    /ENOSPC|EDQUOT|No space left on device|Wrote only \d+ of|not enough space|disk (?:is )?full/i,
    'The disk is full. Free some space and install TensorFlow again.',
  ],
  [
    /proxy refused|\b407\b|Proxy Authentication/i,
    'The proxy refused the connection to %. Check its address and password in the setting http.proxy or in HTTPS_PROXY, and install TensorFlow again.',
  ],
  [
    /CERT_|SELF_SIGNED|self.signed certificate|UNABLE_TO_\w*(?:CERT|ISSUER)|unable to (?:verify|get local issuer)/i,
    "The certificate of % is not trusted. Name your organisation's certificate in NODE_EXTRA_CA_CERTS, or turn off the setting http.proxyStrictSSL, and install TensorFlow again.",
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN/,
    `There is no connection to %. ${PROXY_ADVICE}, and install TensorFlow again.`,
  ],
  [
    /ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|ETIMEDOUT|ESOCKETTIMEDOUT|aborted|socket hang up|network timeout/i,
    `The download from % broke off. ${PROXY_ADVICE}, and install TensorFlow again.`,
  ],
  [
    /EACCES|EPERM|EROFS|EBUSY|Permission denied/i,
    'A file of the installation cannot be written. Close what may be using TensorFlow, such as a training in another window, and install it again.',
  ],
];

/**
 * The sentence for what failed while installing, if it is one that the user can mend.
 *
 * @param from what was to be reached: "storage.googleapis.com", "npm's registry"
 */
export function explainFailure(error: unknown, from: string): Error {
  if (error instanceof UserError || error instanceof CancelledError || error instanceof NotFoundError) return error;
  return (
    explainWords(`${systemErrorCode(error) ?? ''} ${messageOf(error)}`, from) ??
    (error instanceof Error ? error : new Error(messageOf(error)))
  );
}

/** The same for the words of a program. */
export function explainWords(words: string, from: string): UserError | undefined {
  const sentence = MEANINGS.find(([pattern]) => pattern.test(words))?.[1];
  return sentence === undefined ? undefined : new UserError(sentence.replace('%', from));
}

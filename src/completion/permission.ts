import { isPackedText } from '../corpus/generatedText';
import type { PathMatcher } from '../corpus/globs';
import { hasSecretPath } from '../corpus/secrets';

/** Why nothing is suggested in a document, nor remembered of what is typed there. */
export type Refusal = 'excluded' | 'secret' | 'large' | 'minified' | 'language';

export interface PermissionRules {
  readonly isLanguageOn: boolean;
  /** By its path, as in `DocumentFacts`. */
  readonly isExcluded: PathMatcher;
  readonly excludeSecrets: boolean;
  /** In UTF-16 units; in a longer document nothing is suggested. */
  readonly maxLength: number;
}

export interface DocumentFacts {
  /** Relative to its folder of the workspace, with `/` between its parts. */
  readonly path: string;
  /** In UTF-16 units. */
  readonly length: number;
  /** The beginning of its text, enough to tell what kind of text it is. */
  readonly beginning: string;
}

/** Why nothing may be suggested in a document, if so. What the user cannot switch by the language comes first. */
export function refusalOf(document: DocumentFacts, rules: PermissionRules): Refusal | undefined {
  if (rules.isExcluded(document.path)) return 'excluded';
  if (rules.excludeSecrets && hasSecretPath(document.path)) return 'secret';
  if (document.length > rules.maxLength) return 'large';
  if (isPackedText(document.beginning)) return 'minified';
  return rules.isLanguageOn ? undefined : 'language';
}

/**
 * Whether completions are on in a language.
 *
 * @param languages the setting `mygpt.completion.languages`: language ids, `*` for all others; somebody may have set anything
 */
export function isLanguageOn(languages: object | null, language: string): boolean {
  const switches = new Map<string, unknown>(Object.entries(languages ?? {}));
  return (switches.get(language) ?? switches.get('*')) !== false;
}

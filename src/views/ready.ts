import { objectOf, oneOf, type Guard } from '../guards';

/** What every page says first, and again whenever VS Code has discarded it and shows it anew. */
export interface Ready {
  readonly type: 'ready';
}

export const isReady: Guard<Ready> = objectOf<Ready>({ type: oneOf('ready') });

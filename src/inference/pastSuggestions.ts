import type { Change } from '../memory/memory';
import type { Calibration } from './calibration';
import type { Continuation } from './continuation';
import type { End } from './suggestionEnds';
import type { SuggestPlace } from './types';

/** More suggestions than that wait for nobody. */
const MOST_WAITING = 100;
/** A bracket or quote that the editor has closed by itself: what is typed next stands between the two. */
export const CLOSED_BY_EDITOR = /^(?:\(\)|\[\]|\{\}|""|''|``)$/;

/** What could have been suggested at a place, shown or not, and how much of it has been typed since. */
interface Waiting {
  readonly path: string;
  readonly text: string;
  readonly ends: readonly PastEnd[];
  /** Of the text that is to come next, in the document. */
  offset: number;
  /** Of the text, in UTF-16 units. */
  typed: number;
}

interface PastEnd extends End {
  /** In UTF-16 units. */
  readonly units: number;
}

/** Teaches a calibration what became of the suggestions that could have been made, once the text that follows is typed. */
export class PastSuggestions {
  private waiting: Waiting[] = [];

  constructor(private readonly calibration: Calibration) {}

  /** It is about to be decided how much of a continuation is suggested. */
  add({ path, offset }: SuggestPlace, { characters }: Continuation, ends: readonly End[]): void {
    const wordEnds = ends.filter(({ isInsideWord }) => !isInsideWord);
    if (wordEnds.length === 0) return;
    const textOf = (length: number) =>
      characters
        .slice(0, length)
        .map(({ character }) => character)
        .join('');
    const pastEnds = wordEnds.map((end) => ({ ...end, units: textOf(end.length).length }));
    // Asked twice in one place, it is the same suggestion.
    const others = this.waiting.filter((each) => each.typed > 0 || each.path !== path || each.offset !== offset);
    const text = textOf(wordEnds.at(-1)?.length ?? 0);
    this.waiting = [...others.slice(1 - MOST_WAITING), { path, text, ends: pastEnds, offset, typed: 0 }];
  }

  /** The user types. What waits for other text than what comes next in its place is forgotten, and teaches nothing. */
  typed(path: string, { offset, removed, inserted }: Change): void {
    const following = CLOSED_BY_EDITOR.test(inserted) ? inserted.charAt(0) : inserted;
    this.waiting = this.waiting.filter((each) => {
      if (each.path !== path) return true;
      if (each.offset !== offset || removed > 0) return false;
      return this.compare(each, following);
    });
  }

  /** Returns whether there is more to wait for. */
  private compare(waiting: Waiting, following: string): boolean {
    const { text, typed } = waiting;
    const compared = Math.min(following.length, text.length - typed);
    let same = 0;
    while (same < compared && text[typed + same] === following[same]) same++;
    waiting.typed += same;
    waiting.offset += following.length;
    if (same === compared && waiting.typed < text.length) return true;
    this.learn(waiting);
    return false;
  }

  private learn({ ends, typed }: Waiting): void {
    for (const { probability, length, units } of ends) this.calibration.learn(probability, length, units <= typed);
  }
}

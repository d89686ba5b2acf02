/** Where a suggestion is to stand. Lines end with '\n'. */
export interface Place {
  /** The text from the line's start to the cursor. */
  readonly linePrefix: string;
  /** The text from the cursor to the line's end. */
  readonly lineSuffix: string;
  /** Some of the text right of the cursor, `lineSuffix` and lines below. */
  readonly suffix: string;
  /** A suggestion may have several lines. */
  readonly multiline: boolean;
  /** Fewer characters are not worth a glance. */
  readonly minCharacters: number;
}

/** Shortens a suggestion so that it fits into its place; to nothing if it should not be made. */
export type Rule = (suggestion: string, place: Place) => string;

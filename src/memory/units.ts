/** Stands where no text is: between two pieces of text, and where text was erased. A noncharacter of Unicode. */
export const BOUNDARY = 0xffff;
/** What a noncharacter in a text is stored as. */
export const REPLACEMENT = 0xfffd;
/** UTF-16 code units that may stand in a text. */
export const POSSIBLE_UNITS = 0xffff;

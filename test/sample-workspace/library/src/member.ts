/** Someone who may borrow books. */
export interface Member {
  readonly id: string;
  readonly name: string;
  /** The most books that the member may have at the same time. */
  readonly limit: number;
}

export const DEFAULT_LIMIT = 5;

/** A new member of the library. */
export function createMember(id: string, name: string, limit: number = DEFAULT_LIMIT): Member {
  if (name.trim().length === 0) throw new Error('A member needs a name');
  if (limit < 1) throw new Error('A member may borrow one book at least');
  return { id, name: name.trim(), limit };
}

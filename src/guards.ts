/** Says whether a value that came from elsewhere (a message, a stored state) has the shape it should have. */
export type Guard<T> = (value: unknown) => value is T;

/** A guard for each property, so that a property added to `T` and forgotten here is a type error. */
export type Shape<T> = { readonly [K in keyof T]-?: Guard<T[K]> };

export const isString: Guard<string> = (value) => typeof value === 'string';
export const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean';

/** JSON has no NaN and no infinity: what was one arrives as null. */
export const isNumber: Guard<number> = (value): value is number => Number.isFinite(value);

export function oneOf<const T extends string>(...values: readonly T[]): Guard<T> {
  return (value): value is T => values.some((known) => known === value);
}

export function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

export function arrayOf<T>(guard: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(guard);
}

export function objectOf<T extends object>(shape: Shape<T>): Guard<T> {
  const guards = Object.entries<Guard<unknown>>(shape);
  return (value): value is T => {
    if (typeof value !== 'object' || value === null) return false;
    const properties = new Map<string, unknown>(Object.entries(value));
    return guards.every(([name, guard]) => guard(properties.get(name)));
  };
}

/** A message of a protocol, told apart by its `type`. */
export interface Message {
  readonly type: string;
}

/** A guard for each message of a protocol, by its `type`. */
export function unionOf<T extends Message>(guards: {
  readonly [K in T['type']]: Guard<Extract<T, { type: K }>>;
}): Guard<T> {
  const byType = new Map(Object.entries<Guard<unknown>>(guards));
  return (value): value is T => {
    if (typeof value !== 'object' || value === null || !('type' in value)) return false;
    return typeof value.type === 'string' && (byType.get(value.type)?.(value) ?? false);
  };
}

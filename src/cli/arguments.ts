import { UserError } from '../errors';

/** @throws UserError if an option that must be there is not. */
export function required(value: string | undefined, option: string): string {
  if (value === undefined) throw new UserError(`${option} is missing. \`mygpt help\` shows how to call it.`);
  return value;
}

/** @throws UserError if a text is no whole number of at least `minimum`. */
export function wholeNumber(text: string, option: string, minimum = 0): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= minimum) return value;
  throw new UserError(`${option} takes a whole number of at least ${minimum}, not “${text}”.`);
}

/** @throws UserError if a text is no number of at least 0. */
export function decimalNumber(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new UserError(`${option} takes a number of at least 0, not “${text}”.`);
}

/** @throws UserError if a text is no number above 0. */
export function positiveNumber(text: string, option: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UserError(`${option} takes a number above 0, not “${text}”.`);
}

/** ln(p / (1 − p)): the logistic domain, in which evidence adds up. */
export function stretch(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** The inverse of `stretch`. */
export function squash(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

export function clamp(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}

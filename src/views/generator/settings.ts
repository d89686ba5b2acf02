import type { GenerateRequest } from '../../inference/types';
import { isBoolean, isNumber, isString, objectOf, type Guard } from '../../guards';

/** What the user set up in the generator; the page remembers it. */
export interface GeneratorSettings extends GenerateRequest {
  /** Draw another seed for each generation, rather than the same text again. */
  readonly newSeedEachTime: boolean;
}

export const DEFAULT_GENERATOR_SETTINGS: GeneratorSettings = {
  prompt: 'The ',
  length: 300,
  temperature: 0.8,
  topK: 0,
  seed: 1337,
  newSeedEachTime: true,
};

interface Limits {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** The settings that are numbers, and what they may be. */
export type NumberSetting = 'length' | 'temperature' | 'topK' | 'seed';

export const NUMBER_SETTINGS: readonly NumberSetting[] = ['length', 'temperature', 'topK', 'seed'];

export const SETTING_LIMITS: Readonly<Record<NumberSetting, Limits>> = {
  length: { name: 'Length', min: 1, max: 10_000, integer: true },
  temperature: { name: 'Temperature', min: 0, max: 5, integer: false },
  topK: { name: 'Top-k', min: 0, max: 65_536, integer: true },
  seed: { name: 'Seed', min: 0, max: 4_294_967_295, integer: true },
};

/** The sentence to show for a number that a setting cannot be, or nothing. */
export function settingProblem(setting: NumberSetting, value: number): string | undefined {
  const { name, min, max, integer } = SETTING_LIMITS[setting];
  if (value >= min && value <= max && (!integer || Number.isInteger(value))) return undefined;
  return `${name} must be a ${integer ? 'whole ' : ''}number from ${min} to ${max}.`;
}

/** The first problem of all the numbers. */
export function firstProblem(settings: Readonly<Record<NumberSetting, number>>): string | undefined {
  return NUMBER_SETTINGS.map((setting) => settingProblem(setting, settings[setting])).find(Boolean);
}

export function isWithinLimits(settings: Readonly<Record<NumberSetting, number>>): boolean {
  return firstProblem(settings) === undefined;
}

const hasSettingsShape = objectOf<GeneratorSettings>({
  prompt: isString,
  length: isNumber,
  temperature: isNumber,
  topK: isNumber,
  seed: isNumber,
  newSeedEachTime: isBoolean,
});

/** For a remembered state, which an earlier version may have written. */
export const isGeneratorSettings: Guard<GeneratorSettings> = (value): value is GeneratorSettings =>
  hasSettingsShape(value) && isWithinLimits(value);

/** A seed from a number of [0, 1). */
export function seedFrom(random: number): number {
  return Math.floor(random * (SETTING_LIMITS.seed.max + 1));
}

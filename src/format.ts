/** 824672 → "824,672". Not by Intl, whose data take 20 ms to load: longer than the extension may hold up VS Code. */
export function formatCount(count: number): string {
  return count.toFixed(0).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 file", "1,204 files". */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Nats per character: 1.6394 → "1.639". */
export function formatLoss(loss: number): string {
  return loss.toFixed(3);
}

/** How far something is, never rounded up to a hundred: 0.429 → "42 %". */
export function formatProgress(fraction: number): string {
  return `${Math.floor(fraction * 100)} %`;
}

/** 0.623 → "62 %", 0.0412 → "4.1 %", 0.0001 → "< 0.1 %". */
export function formatProbability(probability: number): string {
  const percent = probability * 100;
  if (percent >= 9.95) return `${formatCount(percent)} %`;
  return percent >= 0.05 ? `${tenths(percent)} %` : '< 0.1 %';
}

/** Two digits are as much as the eye can follow: 14,237 → "14,000 characters/s". */
export function formatSpeed(charactersPerSecond: number): string {
  return `${formatCount(Number(charactersPerSecond.toPrecision(2)))} characters/s`;
}

/** 45 → "45 s", 185 → "3 min 5 s", 4320 → "1 h 12 min". */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return join(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  return join(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

/** Coarse, so that it does not flicker while the estimate wavers: "3 min", from ten minutes on in steps of five. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 60) return 'less than a minute';
  const minutes = Math.round(seconds / 60);
  if (minutes < 10) return `${minutes} min`;
  const fives = Math.round(minutes / 5) * 5;
  return fives < 60 ? `${fives} min` : join(Math.floor(fives / 60), 'h', fives % 60, 'min');
}

/** A loss as the number of equally likely characters that would leave one as unsure: e^loss. */
export function formatChoices(loss: number): string {
  const choices = Math.exp(loss);
  return choices < 9.95 ? tenths(choices) : formatCount(choices);
}

/** "22 Nov 2026, 18:03", in the time of this place. By Intl: not for the extension host. */
export function formatDate(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleString('en-GB', {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      });
}

/** A day such as "2026-11-22" → "22 Nov 2026". By Intl: not for the extension host. */
export function formatDay(day: string): string {
  const date = new Date(`${day}T00:00`);
  return Number.isNaN(date.getTime())
    ? day
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

function tenths(value: number): string {
  return value.toFixed(1);
}

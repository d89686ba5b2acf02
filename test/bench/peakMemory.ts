import { readFileSync } from 'node:fs';

const KILOBYTES_IN_MEGABYTE = 1024;

/** The most memory that this process ever had, in megabytes. */
export function peakMegabytes(): number {
  return Math.round((peakOfLinux() ?? process.resourceUsage().maxRSS) / KILOBYTES_IN_MEGABYTE);
}

/** In kilobytes. What `getrusage` says on Linux includes what the parent had when it started the process. */
function peakOfLinux(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes);
}

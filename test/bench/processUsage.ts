import { readFileSync } from 'node:fs';

const KILOBYTES_IN_MEGABYTE = 1024;
/** The unit of /proc, which is a hundredth of a second on every Linux. */
const TICK_MILLISECONDS = 10;

/** The memory that a process has now, in megabytes; undefined where only the process itself could tell, as on all but Linux. */
export function residentMegabytes(processId: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const [, kilobytes] = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / KILOBYTES_IN_MEGABYTE;
}

/** The processor's time that a process has had, in milliseconds; undefined as above. */
export function processorMilliseconds(processId: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  // After the name, which is in parentheses and may hold anything: the 12th and the 13th field are those in user and kernel mode.
  const fields = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MILLISECONDS;
}

import { readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
}

/** All running processes whose command line names `part` (Linux). */
export function processesWith(part: string): RunningProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => describe(Number(pid))).filter(({ commandLine }) => commandLine.includes(part));
}

function describe(pid: number): RunningProcess {
  try {
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    return { pid, parent, commandLine };
  } catch {
    return { pid, parent: 0, commandLine: '' }; // it has just ended
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Run } from './interleaved';

/** Says that it begins, and computes until it or its parent is ended. */
const PROGRAM = `
  const parent = process.ppid;
  process.stdout.write('begun', () => {
    while (process.ppid === parent) for (let idle = 0; idle < 1e6; idle++);
  });
`;

/** The same iterations while another process keeps one core busy. */
export function besideBusyCore(run: Run): Run {
  return async (count) => {
    const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(child.stdout, 'data');
      return await run(count);
    } finally {
      child.kill('SIGKILL');
    }
  };
}

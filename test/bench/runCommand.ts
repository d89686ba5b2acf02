import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Runs a built `mygpt` to its end.
 *
 * @param onLine called with each line it prints
 * @throws Error if it fails
 */
export async function runCommand(
  script: string,
  args: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<{ readonly stderr: string }> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) onLine(line);
  const [code] = (await closed) as [number | null];
  if (code !== 0) throw new Error(`mygpt ${args.join(' ')} ended with ${code ?? 'a signal'}: ${stderr}`);
  return { stderr };
}

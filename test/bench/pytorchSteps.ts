import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';

const SCRIPT = path.join(__dirname, 'pytorch_step.py');

/** The version of PyTorch that a Python has, if it has any. */
export function pytorchVersion(python: string): string | undefined {
  const { status, stdout } = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** A process that trains the notebook's model in PyTorch, so many iterations as it is told. */
export class PyTorchSteps {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string>;

  constructor(python: string, text: string, threads: number) {
    this.child = spawn(python, [SCRIPT, text, String(threads)]);
    this.child.stderr.pipe(process.stderr);
    const lines: Interface = createInterface({ input: this.child.stdout });
    this.answers = lines[Symbol.asyncIterator]();
  }

  /** @returns what each took, in milliseconds */
  async run(count: number): Promise<readonly number[]> {
    this.child.stdin.write(`${count}\n`);
    const answer = await this.answers.next();
    if (answer.done === true) throw new Error('The PyTorch process ended.');
    return JSON.parse(answer.value) as number[];
  }

  end(): void {
    this.child.stdin.end();
  }
}

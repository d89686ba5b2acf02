import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { TEXT, type Workload } from '../workload';

const SCRIPT = path.join(__dirname, 'steps.py');

/** A model and an optimizer that `steps.py` knows. */
export interface PyTorchPeer {
  readonly name: string;
  readonly model: 'notebook' | 'nanogpt';
  readonly optimizer: 'adamw' | 'fused_adamw' | 'muon';
}

/** nanoGPT's model: the fastest plain way to write it in PyTorch. */
export const NANOGPT: PyTorchPeer = { name: 'nanoGPT’s model, PyTorch', model: 'nanogpt', optimizer: 'fused_adamw' };
/** The same with the optimizer of the preset `fast`, as PyTorch ships it. */
export const NANOGPT_MUON: PyTorchPeer = { name: 'the same, torch.optim.Muon', model: 'nanogpt', optimizer: 'muon' };
/** The notebook's own modules: a matrix for each head. */
export const NOTEBOOK: PyTorchPeer = { name: 'the notebook’s model, PyTorch', model: 'notebook', optimizer: 'adamw' };

export interface PyTorch {
  readonly python: string;
  readonly version: string;
}

/** The Python that PYTHON names (python3 unless set), if it has PyTorch. */
export function findPyTorch(): PyTorch | undefined {
  const python = pythonName();
  const { status, stdout } = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });
  return status === 0 ? { python, version: stdout.trim() } : undefined;
}

/** What to say of PyTorch: its version, or that it is left out. */
export function describePyTorch(found: PyTorch | undefined): string {
  if (found) return `PyTorch ${found.version}`;
  return `${pythonName()} has no PyTorch, so its figures are left out (PYTHON names a Python that has it)`;
}

function pythonName(): string {
  return process.env['PYTHON'] ?? 'python3';
}

/** A process that trains a model in PyTorch, so many iterations as it is told. */
export class PyTorchSteps {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string>;

  constructor({ python }: PyTorch, { model, optimizer }: PyTorchPeer, workload: Workload, threads: number) {
    const { recipe, configuration } = workload;
    const size = {
      vocabulary: configuration.vocab_size,
      context: configuration.context_length,
      width: configuration.d_embed,
      heads: configuration.n_head,
      layers: configuration.n_layer,
      batch: recipe.batchSize,
    };
    const settings = JSON.stringify({ model, optimizer, size, threads, text: TEXT });
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }; // leaves no files beside the scripts
    this.child = spawn(python, [SCRIPT, settings], { env });
    this.child.stderr.pipe(process.stderr);
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** @returns what each took, in milliseconds */
  readonly run = async (count: number): Promise<readonly number[]> => {
    this.child.stdin.write(`${count}\n`);
    const answer = await this.answers.next();
    if (answer.done === true) throw new Error('The PyTorch process ended.');
    return JSON.parse(answer.value) as number[];
  };

  end(): void {
    this.child.stdin.end();
  }
}

import { DEFAULT_CORPUS_OPTIONS } from '../../src/corpus/types';
import { TrainingControl } from '../../src/training/control';
import { train } from '../../src/training/train';
import type { TrainingEvent } from '../../src/training/types';
import { peakMegabytes } from './peakMemory';
import type { TrainingTimes } from './timedTraining';

/** Trains as its arguments say, and prints its times as JSON. */
async function main([folder = '', modelFolder = '', preset = '', steps = '']: readonly string[]): Promise<void> {
  const clock = new Clock();
  await train(
    {
      corpus: { ...DEFAULT_CORPUS_OPTIONS, folders: [{ path: folder, exclude: [] }] },
      modelFolder,
      preset,
      engine: 'onnxruntime',
      seed: 1,
      steps: Number(steps),
      evaluationInterval: Number(steps),
      threads: 0,
      resume: false,
    },
    new TrainingControl(),
    clock.note,
  );
  console.log(JSON.stringify(clock.times()));
}

class Clock {
  private characters = 0;
  private read = NaN;
  private firstIteration: number | undefined;
  private iterationMilliseconds = NaN;

  readonly note = (event: TrainingEvent): void => {
    if (event.type === 'corpus') {
      this.characters = event.summary.characters;
      this.read = secondsSinceBegin();
    } else if (event.type === 'step') {
      this.firstIteration ??= secondsSinceBegin() - event.elapsedSeconds;
      this.iterationMilliseconds = (1000 * event.elapsedSeconds) / event.step;
    }
  };

  times(): TrainingTimes {
    return {
      characters: this.characters,
      readSeconds: this.read,
      firstIterationSeconds: this.firstIteration ?? NaN,
      iterationMilliseconds: this.iterationMilliseconds,
      endSeconds: secondsSinceBegin(),
      peakMegabytes: peakMegabytes(),
    };
  }
}

/** Of the process, not of this program: what starts it counts as well. */
function secondsSinceBegin(): number {
  return performance.now() / 1000;
}

void main(process.argv.slice(2));

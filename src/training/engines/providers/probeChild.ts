// The probing process: computes a batch on a provider and on the processor, says how that went, and ends.
import { messageOf } from '../../../errors';
import { parameterLayout } from '../../../model/parameters';
import { endWithParent, sendToParent } from '../../../processes';
import { BatchSession } from '../batchSession';
import type { Batch } from '../engine';
import { differenceOf, isTolerable, type LossAndGradients } from './agreement';
import { isProviderProbeRequest, type ProviderProbeReport, type ProviderProbeRequest } from './probeProtocol';

/** Iterations that are timed, after the first, which also prepares. */
const TIMED_RUNS = 5;

endWithParent();
process.once('message', (message) => {
  if (isProviderProbeRequest(message)) void probe(message).then(finish);
});

async function probe(request: ProviderProbeRequest): Promise<ProviderProbeReport> {
  try {
    const { provider, configuration, batch, threads } = request;
    // First, because most machines end here.
    const there = await Measurement.create(request, { threads, provider });
    const processor = await Measurement.create(request, { threads });
    const difference = differenceOf(parameterLayout(configuration), await processor.run(batch), await there.run(batch));
    if (!isTolerable(difference)) return { type: 'differs' };
    const processorMilliseconds = await processor.time(batch);
    return { type: 'agrees', milliseconds: await there.time(batch), processorMilliseconds };
  } catch (error) {
    return { type: 'fails', message: messageOf(error) };
  }
}

class Measurement {
  private constructor(
    private readonly session: BatchSession,
    private readonly gradients: Float32Array,
  ) {}

  static async create(
    { configuration, batchSize, parameters }: ProviderProbeRequest,
    options: Parameters<typeof BatchSession.create>[3],
  ): Promise<Measurement> {
    const gradients = new Float32Array(parameters.length);
    const session = await BatchSession.create(configuration, batchSize, { parameters, gradients }, options);
    return new Measurement(session, gradients);
  }

  async run(batch: Batch): Promise<LossAndGradients> {
    return { loss: await this.session.run(batch), gradients: this.gradients };
  }

  /** @returns the median of a few runs, in milliseconds. */
  async time(batch: Batch): Promise<number> {
    const times: number[] = [];
    for (let run = 0; run < TIMED_RUNS; run++) {
      const start = performance.now();
      await this.session.run(batch);
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[Math.floor(TIMED_RUNS / 2)] ?? NaN;
  }
}

function finish(report: ProviderProbeReport): void {
  sendToParent(report);
  process.disconnect();
}

// The probing process: loads TensorFlow, computes a little with it, says how that went, and ends.
import { messageOf } from '../../../errors';
import { endWithParent, sendToParent } from '../../../processes';
import { loadTensorFlow, type TensorFlow, usesGpu } from './load';
import type { TensorFlowPackage } from './package';
import { isTensorFlowPackage, type ProbeReport } from './probeProtocol';

endWithParent();
process.once('message', (message) => {
  if (isTensorFlowPackage(message)) void probe(message).then(finish);
});

async function probe(found: TensorFlowPackage): Promise<ProbeReport> {
  try {
    const tensorFlow = loadTensorFlow(found);
    await checkProduct(tensorFlow);
    return { type: 'computes', usesGpu: usesGpu(tensorFlow) };
  } catch (error) {
    return { type: 'fails', message: messageOf(error) };
  }
}

/** The kernels of a GPU are loaded when first used: a library that loads may yet be unable to compute. */
async function checkProduct(tensorFlow: TensorFlow): Promise<void> {
  const product = tensorFlow.matMul([[1, 2]], [[3], [4]]);
  const [value] = await product.data();
  if (value !== 11) throw new Error(`1 · 3 + 2 · 4 is 11, not ${value ?? 'nothing'}`);
}

function finish(report: ProbeReport): void {
  sendToParent(report);
  process.disconnect();
}

import { causalMask, TRAINING_MASK } from './causalMask';
import { architectureOf, type ModelConfiguration } from './configuration';
import { differentiableOperations, type LossContext, lossOperations } from './onnx/differentiation';
import { OnnxGraph, type Value } from './onnx/graph';
import { turnHeads } from './onnx/oneByOne';
import { Tape } from './onnx/tape';
import { mapParameters, parameterLayout } from './parameters';
import { transformer } from './transformer';

/** Of a training graph: the input that holds a parameter's tensor has its name, and the output of its gradient this one. */
export function gradientName(parameter: string): string {
  return `gradient.${parameter}`;
}

/**
 * The loss of a batch as an ONNX graph: inputs `tokens` and `targets` int64 [batch, context_length] and each parameter by
 * its name; output `loss` (mean, in nats), and with `gradients` each parameter's gradient as `gradientName` says.
 *
 * @param whole windows in the batch that this one is a part of: the losses of the parts add up to that of the whole, and so
 * do their gradients
 */
export function buildTrainingGraph(
  configuration: ModelConfiguration,
  batch: number,
  gradients: boolean,
  whole = batch,
): Uint8Array {
  const graph = new OnnxGraph(gradients ? 'loss_and_gradients' : 'loss');
  const layout = parameterLayout(configuration);
  const parameters = mapParameters(layout, ({ name, shape }) => graph.input(name, 'float32', shape));
  const context = lossContext(graph, configuration, batch, whole);
  const tape = new Tape(graph);
  const operations = gradients ? differentiableOperations(context, tape) : lossOperations(context);

  const loss = operations.crossEntropy(transformer(operations, configuration, parameters));
  graph.output('loss', loss, 'float32', []);
  if (gradients) {
    tape.backward(loss);
    for (const { name, shape } of layout.tensors) {
      graph.output(gradientName(name), tape.gradient(name as Value), 'float32', shape);
    }
  }
  return graph.finish();
}

function lossContext(graph: OnnxGraph, configuration: ModelConfiguration, batch: number, whole: number): LossContext {
  const { context_length, d_embed, vocab_size } = configuration;
  const shape = [batch, context_length] as const;
  const batchTimeShape = (...rest: number[]) => graph.integers(...shape, ...rest);
  const rotary = architectureOf(configuration).positions === 'rotary';
  return {
    graph,
    width: d_embed,
    tokens: graph.input('tokens', 'int64', shape),
    targets: graph.input('targets', 'int64', shape),
    batchTimeShape,
    positionRows: (table) => table,
    mask: graph.initializer('mask', [context_length, context_length], causalMask(context_length, TRAINING_MASK)),
    turnHeads: rotary ? turnHeads(graph, configuration) : undefined,
    vocabularySize: vocab_size,
    rowCount: whole * context_length,
  };
}

import type { OnnxGraph, Value } from './graph';

/**
 * The record of a computation, for reverse-mode differentiation: each operation leaves a rule that turns the gradient of
 * its output into gradients of its inputs. `backward` applies the rules in the opposite order.
 */
export class Tape {
  private readonly rules: (() => void)[] = [];
  private readonly gradients = new Map<Value, Value>();

  constructor(private readonly graph: OnnxGraph) {}

  /** Remembers how `output` was made. */
  record(output: Value, rule: (gradient: Value) => void): Value {
    this.rules.push(() => rule(this.gradient(output)));
    return output;
  }

  /** The same for an operation with several outputs, on each of which the loss must depend. */
  recordAll<Outputs extends readonly Value[]>(outputs: Outputs, rule: (gradients: Outputs) => void): void {
    // A tuple mapped element by element keeps its length, which the type of `map` forgets.
    this.rules.push(() => rule(outputs.map((output) => this.gradient(output)) as unknown as Outputs));
  }

  /** Adds to the gradient of a value: it may have been used more than once. */
  accumulate(value: Value, gradient: Value): void {
    const before = this.gradients.get(value);
    this.gradients.set(value, before === undefined ? gradient : this.graph.node('Add', [before, gradient]));
  }

  /** Emits the nodes of all gradients of `loss`. To be called once, when it has been recorded. */
  backward(loss: Value): void {
    this.gradients.set(loss, this.graph.scalar(1));
    for (const rule of this.rules.reverse()) rule();
  }

  /** The gradient of the loss with respect to `value`. */
  gradient(value: Value): Value {
    const gradient = this.gradients.get(value);
    if (gradient === undefined) throw new Error(`The loss does not depend on ${value}.`);
    return gradient;
  }
}

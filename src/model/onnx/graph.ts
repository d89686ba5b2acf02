import { Message } from './protobuf';

declare const valueBrand: unique symbol;
/** The name of a tensor in an ONNX graph. */
export type Value = string & { readonly [valueBrand]: true };

/** A dimension: its size, or the name of one that is known only when the graph runs. */
export type Dimension = number | string;

export type TensorData = Float32Array | BigInt64Array;

/** An attribute of a node: an integer, integers, or a float (which must be told apart from an integer). */
export type Attribute = number | readonly number[] | { readonly float: number };

/** ai.onnx 21 is the newest operator set that every current runtime implements; it came with format (IR) version 10. */
const OPERATOR_SET = 21;
const IR_VERSION = 10;
/** Of the operators that are ONNX Runtime's own; its only operator set is number 1. */
const RUNTIME_DOMAIN = 'com.microsoft';

/** TensorProto.DataType of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, whose field numbers are used below. */
export const FLOAT = 1;
const INT64 = 7;
export type ElementType = 'float32' | 'int64';
const DATA_TYPE: Record<ElementType, number> = { float32: FLOAT, int64: INT64 };

/** Builds an ONNX graph of standard `ai.onnx` operators, node by node in the order of computation, and writes it as a file. */
export class OnnxGraph {
  private readonly proto = new Message();
  private readonly constants = new Map<string, Value>();
  private count = 0;
  private needsRuntime = false;

  constructor(name: string) {
    this.proto.string(2, name);
  }

  input(name: string, type: ElementType, dimensions: readonly Dimension[]): Value {
    this.proto.message(11, valueInfo(name, type, dimensions));
    return name as Value;
  }

  /** Gives `value` the public name `name`. */
  output(name: string, value: Value, type: ElementType, dimensions: readonly Dimension[]): void {
    this.addNode('Identity', [value], [name], {});
    this.proto.message(12, valueInfo(name, type, dimensions));
  }

  /** A tensor stored in the graph; its data is not copied before the file is written. */
  initializer(name: string, dimensions: readonly number[], data: TensorData): Value {
    this.proto.message(5, tensor(name, dimensions, data));
    return name as Value;
  }

  /** A small constant vector of integers, such as a shape; equal ones are stored once. */
  integers(...values: readonly number[]): Value {
    return this.constant(`int64 ${values.join()}`, [values.length], BigInt64Array.from(values, BigInt));
  }

  /** An integer of no dimension, such as the index of a Gather that drops its axis. */
  integer(value: number): Value {
    return this.constant(`int64 scalar ${value}`, [], BigInt64Array.of(BigInt(value)));
  }

  scalar(value: number): Value {
    return this.constant(`float32 scalar ${value}`, [], Float32Array.of(value));
  }

  floats(...values: readonly number[]): Value {
    return this.constant(`float32 ${values.join()}`, [values.length], Float32Array.from(values));
  }

  /** Adds a node with one output. */
  node(operator: string, inputs: readonly Value[], attributes: Record<string, Attribute> = {}): Value {
    const output = this.fresh(operator);
    this.addNode(operator, inputs, [output], attributes);
    return output;
  }

  /** The same with an operator of ONNX Runtime's own, which no other runtime need know. */
  runtimeNode(operator: string, inputs: readonly Value[], attributes: Record<string, Attribute> = {}): Value {
    const output = this.fresh(operator);
    this.addNode(operator, inputs, [output], attributes, RUNTIME_DOMAIN);
    return output;
  }

  /** Adds a node with several outputs. */
  nodes<const Outputs extends readonly string[]>(
    operator: string,
    inputs: readonly Value[],
    outputs: Outputs,
    attributes: Record<string, Attribute> = {},
  ): { [K in keyof Outputs]: Value } {
    const values = outputs.map((output) => this.fresh(`${operator}_${output}`));
    this.addNode(operator, inputs, values, attributes);
    return values as { [K in keyof Outputs]: Value };
  }

  /** The model file. `metadata` becomes its metadata_props. The graph must not be added to afterwards. */
  finish(metadata: Record<string, string> = {}): Uint8Array {
    const model = new Message().integer(1, IR_VERSION).string(2, 'MyGPT').message(7, this.proto);
    model.message(8, new Message().string(1, '').integer(2, OPERATOR_SET));
    if (this.needsRuntime) model.message(8, new Message().string(1, RUNTIME_DOMAIN).integer(2, 1));
    for (const [key, value] of Object.entries(metadata)) {
      model.message(14, new Message().string(1, key).string(2, value));
    }
    return model.finish();
  }

  private constant(key: string, dimensions: readonly number[], data: TensorData): Value {
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const value = this.initializer(this.fresh('constant'), dimensions, data);
    this.constants.set(key, value);
    return value;
  }

  private fresh(stem: string): Value {
    this.count += 1;
    return `${stem}_${this.count}` as Value;
  }

  private addNode(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Record<string, Attribute>,
    domain = '',
  ): void {
    const node = new Message();
    for (const input of inputs) node.string(1, input);
    for (const output of outputs) node.string(2, output);
    node.string(3, `node_${outputs.join('_')}`).string(4, operator);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    if (domain !== '') {
      node.string(7, domain);
      this.needsRuntime = true;
    }
    this.proto.message(1, node);
  }
}

function tensor(name: string, dimensions: readonly number[], data: TensorData): Message {
  const type = data instanceof Float32Array ? FLOAT : INT64;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Message().packedIntegers(1, dimensions).integer(2, type).string(8, name).bytes(9, bytes);
}

function valueInfo(name: string, type: ElementType, dimensions: readonly Dimension[]): Message {
  const shape = new Message();
  for (const dimension of dimensions) {
    const size = new Message();
    shape.message(1, typeof dimension === 'string' ? size.string(2, dimension) : size.integer(1, dimension));
  }
  const tensorType = new Message().integer(1, DATA_TYPE[type]).message(2, shape);
  return new Message().string(1, name).message(2, new Message().message(1, tensorType));
}

/** AttributeProto, with its type: 1 float, 2 integer, 7 integers. */
function attribute(name: string, value: Attribute): Message {
  const message = new Message().string(1, name);
  if (typeof value === 'number') return message.integer(3, value).integer(20, 2);
  if ('float' in value) return message.float(2, value.float).integer(20, 1);
  return message.packedIntegers(8, value).integer(20, 7);
}

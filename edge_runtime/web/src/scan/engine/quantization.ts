// LiteRT.js 2.5 gives an output's bytes but not its scale and zero point: these are read from the model
// itself, a FlatBuffer (TensorFlow Lite's schema.fbs, version 3).

/** real = (stored - zeroPoint) * scale */
export interface Quantization {
  scale: number;
  zeroPoint: number;
}

// Numbers of fields in their tables, as in the schema.
const MODEL = { subgraphs: 2, signatures: 7 };
const SUBGRAPH = { tensors: 0 };
const TENSOR = { quantization: 4 };
const QUANTIZATION = { scale: 2, zeroPoint: 3 };
const SIGNATURE = { outputs: 1 };
const ENTRY = { name: 0, tensor: 1 };

/**
 * Scale and zero point of each output of a model's only signature, by name.
 *
 * @throws {RangeError} If the bytes are not such a model.
 */
export function outputQuantizations(model: Uint8Array): Map<string, Quantization> {
  const root = Table.root(new DataView(model.buffer, model.byteOffset, model.byteLength));
  const tensors = first(root.tables(MODEL.subgraphs)).tables(SUBGRAPH.tensors);
  const outputs = first(root.tables(MODEL.signatures)).tables(SIGNATURE.outputs);
  return new Map(
    outputs.map((output) => {
      const tensor = tensors[output.uint32(ENTRY.tensor)];
      if (tensor === undefined) throw new RangeError("an output names no tensor");
      return [output.text(ENTRY.name), quantizationOf(tensor.table(TENSOR.quantization))];
    }),
  );
}

function quantizationOf(table: Table): Quantization {
  return { scale: table.firstFloat(QUANTIZATION.scale), zeroPoint: table.firstInt64(QUANTIZATION.zeroPoint) };
}

function first<T>(values: readonly T[]): T {
  const [value] = values;
  if (value === undefined) throw new RangeError("the model has no signature");
  return value;
}

class Table {
  private constructor(
    private readonly view: DataView,
    private readonly start: number,
  ) {}

  static root(view: DataView): Table {
    return new Table(view, view.getUint32(0, true));
  }

  table(field: number): Table {
    const at = this.addressOf(field);
    return new Table(this.view, at + this.view.getUint32(at, true));
  }

  tables(field: number): Table[] {
    const { start, length } = this.vector(field);
    return Array.from({ length }, (_, i) => {
      const at = start + 4 * i;
      return new Table(this.view, at + this.view.getUint32(at, true));
    });
  }

  text(field: number): string {
    const { start, length } = this.vector(field);
    return new TextDecoder().decode(new Uint8Array(this.view.buffer, this.view.byteOffset + start, length));
  }

  /** Zero where it is left out, as FlatBuffers leaves out defaults. */
  uint32(field: number): number {
    const offset = this.offsetOf(field);
    return offset === 0 ? 0 : this.view.getUint32(this.start + offset, true);
  }

  firstFloat(field: number): number {
    return this.view.getFloat32(this.vector(field).start, true);
  }

  firstInt64(field: number): number {
    return Number(this.view.getBigInt64(this.vector(field).start, true));
  }

  private vector(field: number): { start: number; length: number } {
    const at = this.addressOf(field);
    const start = at + this.view.getUint32(at, true);
    return { start: start + 4, length: this.view.getUint32(start, true) };
  }

  private addressOf(field: number): number {
    const offset = this.offsetOf(field);
    if (offset === 0) throw new RangeError("the model lacks a field");
    return this.start + offset;
  }

  private offsetOf(field: number): number {
    const table = this.start - this.view.getInt32(this.start, true);
    const entry = 4 + 2 * field;
    return entry < this.view.getUint16(table, true) ? this.view.getUint16(table + entry, true) : 0;
  }
}

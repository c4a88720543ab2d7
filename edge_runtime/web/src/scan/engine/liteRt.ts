import type { CompileOptions, LiteRt } from "@litertjs/core";

const FOLDER = "./runtime/";

type Buffers = Awaited<ReturnType<Compiled["run"]>>;
type Compiled = Awaited<ReturnType<LiteRt["liteRtWasm"]["compileModel"]>>;

/** One output of a network: its name in the signature, and its bytes. */
export interface Output {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A network that LiteRT.js has compiled for WebAssembly. */
export interface Network {
  /** Runs the network on its only input, which has this shape. */
  run(input: Uint8Array<ArrayBuffer>, shape: readonly number[]): Promise<Output[]>;
}

let loading: Promise<typeof import("@litertjs/core")> | undefined;

/**
 * Compiles a model.
 *
 * LiteRT.js' own `CompiledModel` refuses tensors of int8 (version 2.5), which our networks put out; the
 * WebAssembly underneath does not. So its bindings are called directly.
 *
 * @throws If the runtime is not served here, or refuses the model.
 */
export async function compile(model: Uint8Array): Promise<Network> {
  const { getGlobalLiteRt, Tensor } = await load();
  const lite = getGlobalLiteRt();
  const wasm = lite.liteRtWasm;
  const environment = lite.getDefaultEnvironment();
  const address = wasm._malloc(model.byteLength);
  wasm.HEAPU8.set(model, address);
  const loaded = wasm.loadModel(environment.liteRtEnvironment, address, model.byteLength);
  const compiled = await wasm.compileModel(environment.liteRtEnvironment, loaded, optionsOf(environment));
  const names = namesOf(loaded.getSignature(0).outputNames());

  const bytesOf = (buffer: Buffers[number]): Uint8Array<ArrayBuffer> => {
    const start = buffer.lock(wasm.LiteRtTensorBufferLockMode.READ);
    try {
      return wasm.HEAPU8.slice(start, start + buffer.packedSize()) as Uint8Array<ArrayBuffer>;
    } finally {
      buffer.unlock();
      buffer.delete();
    }
  };
  return {
    async run(input, shape) {
      const tensor = new Tensor(input, [...shape]);
      try {
        const buffers = await compiled.run(0, [tensor.liteRtTensorBuffer]);
        return buffers.map((buffer, i) => ({ name: names[i] ?? "", bytes: bytesOf(buffer) }));
      } finally {
        tensor.delete();
      }
    },
  };
}

function load(): Promise<typeof import("@litertjs/core")> {
  loading ??= loadOnce();
  return loading;
}

async function loadOnce(): Promise<typeof import("@litertjs/core")> {
  const { ok } = await fetch(`${FOLDER}litert_wasm_internal.js`, { method: "HEAD" });
  if (!ok) throw new Error("this server does not provide LiteRT.js' WebAssembly");
  const litert = await import("@litertjs/core");
  await litert.loadLiteRt(FOLDER, { threads: false });
  return litert;
}

function optionsOf(environment: NonNullable<CompileOptions["environment"]>): Required<CompileOptions> {
  const cpuOptions = { numThreads: 1 };
  return { environment, accelerator: "wasm", cpuOptions, gpuOptions: {}, webNNOptions: {} };
}

function namesOf(vector: { size(): number; get(index: number): string }): string[] {
  return Array.from({ length: vector.size() }, (_, i) => String(vector.get(i)));
}

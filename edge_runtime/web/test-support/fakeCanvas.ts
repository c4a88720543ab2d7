// jsdom has no canvas: this one records what is drawn on it.
import { vi } from "vitest";

export interface DrawnCanvas {
  element: HTMLCanvasElement;
  options: unknown;
  /** Names of the methods that were called, in order, with their arguments. */
  calls: [string, ...unknown[]][];
  fillStyle: string;
}

/** Replaces every canvas; `pixels` is what any of them contains, as RGBA. */
export function fakeCanvas(pixels: number[] = []): DrawnCanvas[] {
  const drawn: DrawnCanvas[] = [];
  const getContext = function (this: HTMLCanvasElement, _kind: string, options?: unknown) {
    const canvas: DrawnCanvas = { element: this, options, calls: [], fillStyle: "" };
    drawn.push(canvas);
    const record = (name: string) => (...args: unknown[]) => void canvas.calls.push([name, ...args]);
    return {
      canvas: this,
      set fillStyle(style: string) {
        canvas.fillStyle = style;
      },
      fillRect: record("fillRect"),
      drawImage: record("drawImage"),
      putImageData: record("putImageData"),
      getImageData: () => ({ data: new Uint8ClampedArray(pixels) }),
    };
  };
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(getContext as never);
  vi.spyOn(HTMLCanvasElement.prototype, "toDataURL").mockReturnValue("data:image/png;base64,AA==");
  vi.stubGlobal("ImageData", class {
    constructor(readonly data: Uint8ClampedArray, readonly width: number) {}
  });
  return drawn;
}

/** Makes browsers without a 2D canvas of this one. */
export function withoutCanvas(): void {
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
}

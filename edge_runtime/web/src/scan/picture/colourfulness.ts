import type { Raster } from "./raster";

/**
 * Hasler and Süsstrunk, "Measuring colourfulness in natural images", 2003: from mean and spread of red minus
 * green, and of yellow minus blue, of which twice the value is a whole number.
 */
export function colourfulnessOf({ data }: Raster): number {
  const [redGreen, yellowBlue] = [new Moments(), new Moments()];
  for (let i = 0; i < data.length; i += 3) {
    const red = data[i] as number;
    const green = data[i + 1] as number;
    redGreen.add(red - green);
    yellowBlue.add(red + green - 2 * (data[i + 2] as number));
  }
  const spread = Math.sqrt(redGreen.variance() + yellowBlue.variance() / 4);
  return spread + 0.3 * Math.hypot(redGreen.mean(), yellowBlue.mean() / 2);
}

/** Of so many whole numbers as a crop has pixels: their sums, squared too, are exact. */
class Moments {
  private count = 0;
  private sum = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    this.sum += value;
    this.squares += value * value;
  }

  mean(): number {
    return this.sum / this.count;
  }

  variance(): number {
    return (this.squares * this.count - this.sum ** 2) / this.count ** 2;
  }
}

package edge.deepfake.core.resample

/** A rectangle of whole pixels: [width] x [height] pixels from ([x], [y]). */
internal class PixelRect(val x: Int, val y: Int, val width: Int, val height: Int)

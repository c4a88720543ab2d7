package edge.deepfake.core.resample

/** Whole pixels of a picture: [width] x [height] from ([x], [y]). */
internal class Area(val x: Int, val y: Int, val width: Int, val height: Int)

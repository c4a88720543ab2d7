package edge.deepfake.core.faces

/** A square of a picture, in its pixels; it may reach outside. */
internal class Square(val left: Double, val top: Double, val side: Double)

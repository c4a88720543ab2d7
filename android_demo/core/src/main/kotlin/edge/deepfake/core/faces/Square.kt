package edge.deepfake.core.faces

/** A square in pixels of a picture. It may reach outside of the picture. */
internal class Square(val left: Double, val top: Double, val side: Double)

package edge.deepfake.core.camera

/** The planes of a camera frame: luma, and two of chroma at half the size in both directions. */
public class YuvPlanes(public val y: YuvPlane, public val u: YuvPlane, public val v: YuvPlane)

package edge.deepfake.core.camera

/** The planes of a camera frame: luma, and two chroma planes of half the width and height. */
public class YuvPlanes(public val y: YuvPlane, public val u: YuvPlane, public val v: YuvPlane)

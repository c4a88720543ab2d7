package edge.deepfake.core.scan

/** What a scanner scans, which decides how often it looks at a region. */
public enum class ScanMode {
    /** A picture: a region whose first look gives a verdict is looked at again. */
    STILL,

    /** One of many frames of a camera: a single look at each region. */
    CAMERA,
}

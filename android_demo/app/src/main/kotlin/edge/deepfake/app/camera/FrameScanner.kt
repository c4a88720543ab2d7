package edge.deepfake.app.camera

import android.media.Image
import edge.deepfake.core.camera.FrameVote
import edge.deepfake.core.camera.VotingRule
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.camera.YuvFrame
import edge.deepfake.core.camera.YuvPlane
import edge.deepfake.core.camera.YuvPlanes
import edge.deepfake.core.image.Picture
import edge.deepfake.core.scan.Scanner
import java.io.Closeable

/**
 * Scans camera frames one after the other and smooths their verdicts. It keeps no frame. Not thread-safe.
 *
 * @param scanner The scanner for camera frames. [close] closes it.
 * @param rule How strongly the verdicts are smoothed.
 */
internal class FrameScanner(private val scanner: Scanner, rule: VotingRule) : Closeable {
    private val vote = FrameVote(scanner.bundle.contract.decision, scanner.bundle.contract.pooling, rule)
    private val frame = YuvFrame()
    private val picture = Picture(frame)
    private var format: YuvFormat? = null

    /**
     * Scans one frame. A frame of another [format] than the last one starts the smoothing anew.
     *
     * @param planes The frame's pixels; they are not used after this call.
     * @return Null if the frame is too small to scan.
     * @throws EngineException if the network fails.
     */
    fun scan(format: YuvFormat, planes: YuvPlanes): FrameVerdict? {
        if (format != this.format) vote.reset()
        this.format = format
        frame.reset(format, planes)
        val result = try {
            scanner.scan(SOURCE) { picture }
        } finally {
            frame.clear()
        }
        if (result.failure != null) return null
        val voted = vote.add(result.regions, result.facesOmitted)
        val millis = result.timings?.total ?: 0.0
        return FrameVerdict(format, voted, result.possibleFaces, result.facesOmitted, result.runtime, millis)
    }

    override fun close() {
        scanner.close()
    }

    private companion object {
        const val SOURCE = "<camera>"
    }
}

/** The planes of a YUV_420_888 image. They are valid until the image is closed. */
internal fun planesOf(image: Image): YuvPlanes {
    val (y, u, v) = image.planes.map { YuvPlane(it.buffer, it.rowStride, it.pixelStride) }
    return YuvPlanes(y, u, v)
}

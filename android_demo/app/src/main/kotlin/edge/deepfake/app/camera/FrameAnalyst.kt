package edge.deepfake.app.camera

import android.media.Image
import edge.deepfake.core.camera.FrameVote
import edge.deepfake.core.camera.VotingRule
import edge.deepfake.core.camera.YuvFormat
import edge.deepfake.core.camera.YuvFrame
import edge.deepfake.core.camera.YuvPlane
import edge.deepfake.core.camera.YuvPlanes
import edge.deepfake.core.camera.verdictOf
import edge.deepfake.core.decision.verdictOf
import edge.deepfake.core.image.Picture
import edge.deepfake.core.scan.Scanner
import java.io.Closeable

/**
 * Judges a camera's frames one after the other and lets each go. Confined to one thread.
 *
 * @param scanner Of the camera; closed with this one.
 */
internal class FrameAnalyst(private val scanner: Scanner, rule: VotingRule) : Closeable {
    private val vote = FrameVote(scanner.bundle.contract.decision, rule)
    private val frame = YuvFrame()
    private val picture = Picture(frame)
    private var format: YuvFormat? = null

    /**
     * Judges one frame; null if it is too small to be judged.
     *
     * @param planes Need not stay valid afterwards.
     * @throws EngineException if the network fails.
     */
    fun look(format: YuvFormat, planes: YuvPlanes): Sight? {
        if (format != this.format) vote.reset()
        this.format = format
        frame.reset(format, planes)
        val result = try {
            scanner.scan(SOURCE) { picture }
        } finally {
            frame.clear()
        }
        val voted = vote.add(result.regions)
        val verdict = verdictOf(voted) ?: return null
        return Sight(format, voted, verdict, result.runtime, result.timings?.total ?: 0.0)
    }

    override fun close() {
        scanner.close()
    }

    private companion object {
        const val SOURCE = "<camera>"
    }
}

/** The planes of a YUV_420_888 image, as long as it is open. */
internal fun planesOf(image: Image): YuvPlanes {
    val (y, u, v) = image.planes.map { YuvPlane(it.buffer, it.rowStride, it.pixelStride) }
    return YuvPlanes(y, u, v)
}

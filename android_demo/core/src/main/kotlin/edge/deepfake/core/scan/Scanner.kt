package edge.deepfake.core.scan

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.decision.pool
import edge.deepfake.core.decision.probabilityOf
import edge.deepfake.core.decision.verdictOf
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException
import edge.deepfake.core.faces.Face
import edge.deepfake.core.faces.FaceFinder
import edge.deepfake.core.image.Picture
import edge.deepfake.core.image.PixelRows
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.result.BundleRef
import edge.deepfake.core.result.Failure
import edge.deepfake.core.result.ImageInfo
import edge.deepfake.core.result.Region
import edge.deepfake.core.result.RegionKind
import edge.deepfake.core.result.ScanResult
import edge.deepfake.core.scan.Stopwatch.Step

/**
 * A picture in, a [ScanResult] out. Keeps its buffers; not thread-safe: one per thread.
 *
 * @property bundle The opened bundle.
 * @param engine The bundle's network; closed with this scanner.
 * @param faces Finds the regions; closed with this scanner.
 * @param clock Nanoseconds of a clock that never goes back.
 */
public class Scanner(
    public val bundle: Bundle,
    private val engine: Engine,
    private val faces: FaceFinder,
    private val clock: () -> Long = System::nanoTime,
) : AutoCloseable {
    private val rule = bundle.contract
    private val reference = BundleRef(rule.id, bundle.sha256)
    private val crop = RgbImage(rule.input.size, rule.input.size)
    private val cropper = RegionCropper(rule.crop, rule.input.size)
    private val quality = QualityJudge(rule.quality)

    /** What runs the network. */
    public val runtime: RuntimeInfo get() = engine.info

    /**
     * Judges one picture.
     *
     * @param source What to call it in the result: a path, a URI, or a word such as `<camera>`.
     * @param decode Gives the picture, or throws an [ImageException], which becomes a failed
     *   result; timed.
     * @throws EngineException if the network or a detector fails.
     */
    public fun scan(source: String, decode: () -> Picture): ScanResult {
        val watch = Stopwatch(clock)
        var info: ImageInfo? = null
        return try {
            val picture = watch.time(Step.DECODE, decode)
            info = ImageInfo(picture.rgb.width, picture.rgb.height, picture.notes)
            checkSize(picture.rgb)
            scanned(source, info, judgeAll(picture.rgb, watch), watch)
        } catch (error: ImageException) {
            failed(source, info, error)
        }
    }

    override fun close() {
        engine.close()
        faces.close()
    }

    private fun checkSize(rgb: PixelRows) {
        val side = minOf(rgb.width, rgb.height)
        val least = rule.crop.minPictureSide
        if (side < least) {
            throw ImageException(
                FailureCode.TOO_SMALL,
                "the shorter side is $side pixels, $least are needed",
            )
        }
    }

    private fun judgeAll(rgb: PixelRows, watch: Stopwatch): List<JudgedRegion> {
        val found = watch.time(Step.DETECT) { faces.find(rgb).filter(::isLarge) }
        val places = found.ifEmpty { listOf(null) }
        return places.map { judge(rgb, it, watch) }
    }

    private fun isLarge(face: Face): Boolean = maxOf(face.box.width, face.box.height) >= rule.crop.minFaceSide

    private fun judge(rgb: PixelRows, face: Face?, watch: Stopwatch): JudgedRegion {
        val kind = if (face == null) RegionKind.IMAGE else RegionKind.FACE
        val square = cropper.squareOf(rgb, face)
        watch.time(Step.CROP) { cropper.cut(rgb, kind, square, crop) }
        val output = watch.time(Step.INFER) { engine.run(crop) }
        val probability = probabilityOf(output.logit, rule.decision)
        val region = Region(
            kind = kind,
            box = face?.box ?: square,
            faceScore = face?.score,
            logit = output.logit,
            probability = probability,
            verdict = verdictOf(probability, rule.decision),
            gate = output.gate,
            quality = quality.judge(crop, square.width),
        )
        return JudgedRegion(region, cropper.evidenceOf(kind, square, output.evidence))
    }

    private fun scanned(source: String, info: ImageInfo, judged: List<JudgedRegion>, watch: Stopwatch): ScanResult {
        val probability = pool(judged.map { it.region.probability })
        return ScanResult(
            source = source,
            image = info,
            failure = null,
            verdict = verdictOf(probability, rule.decision),
            probability = probability,
            regions = judged.map { it.region },
            bundle = reference,
            runtime = engine.info,
            timings = watch.timings(),
            evidence = judged.map { it.evidence },
        )
    }

    private fun failed(source: String, info: ImageInfo?, error: ImageException): ScanResult = ScanResult(
        source = source,
        image = info,
        failure = Failure(error.code, error.message.orEmpty()),
        verdict = null,
        probability = null,
        regions = emptyList(),
        bundle = reference,
        runtime = engine.info,
        timings = null,
    )

    private class JudgedRegion(val region: Region, val evidence: EvidenceMap)
}

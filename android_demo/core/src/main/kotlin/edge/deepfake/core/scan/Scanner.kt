package edge.deepfake.core.scan

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.decision.pooledProbability
import edge.deepfake.core.decision.pooledVerdict
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
 * Scans pictures: detects faces, runs the network on each face (or on the whole picture if it shows none), and gives
 * a [ScanResult].
 *
 * It reuses its buffers and is not thread-safe: use one scanner per thread.
 *
 * @property bundle The opened bundle.
 * @param engine The bundle's network. [close] closes it.
 * @param faces The face detector. [close] closes it.
 * @param clock Monotonic clock, in nanoseconds.
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
    private val quality = QualityCheck(rule.quality)

    /** Describes what runs the network. */
    public val runtime: RuntimeInfo get() = engine.info

    /**
     * Scans one picture.
     *
     * @param source Name of the picture in the result: a path, a URI, or a label such as `<camera>`.
     * @param decode Decodes the picture; its time is measured. If it throws an [ImageException], the result is a
     *   failed one.
     * @throws EngineException if the network or a face detector fails.
     */
    public fun scan(source: String, decode: () -> Picture): ScanResult {
        val watch = Stopwatch(clock)
        var info: ImageInfo? = null
        return try {
            val picture = watch.time(Step.DECODE, decode)
            info = ImageInfo(picture.rgb.width, picture.rgb.height, picture.notes)
            checkSize(picture.rgb)
            scanned(source, info, scanRegions(picture.rgb, watch), watch)
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

    private fun scanRegions(rgb: PixelRows, watch: Stopwatch): List<ScannedRegion> {
        val found = watch.time(Step.DETECT) { faces.find(rgb).filter(::isLarge) }
        val facesOrWhole = found.ifEmpty { listOf(null) }
        return facesOrWhole.map { scanRegion(rgb, it, watch) }
    }

    private fun isLarge(face: Face): Boolean = maxOf(face.box.width, face.box.height) >= rule.crop.minFaceSide

    private fun scanRegion(rgb: PixelRows, face: Face?, watch: Stopwatch): ScannedRegion {
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
            quality = quality.flagsOf(crop, square.width),
        )
        return ScannedRegion(region, cropper.evidenceOf(kind, square, output.evidence))
    }

    private fun scanned(
        source: String,
        info: ImageInfo,
        scannedRegions: List<ScannedRegion>,
        watch: Stopwatch,
    ): ScanResult {
        val regions = scannedRegions.map { it.region }
        return ScanResult(
            source = source,
            image = info,
            failure = null,
            verdict = pooledVerdict(regions.map { it.verdict }, rule.decision),
            probability = pooledProbability(regions.map { it.probability }, rule.decision),
            regions = regions,
            bundle = reference,
            runtime = engine.info,
            timings = watch.timings(),
            evidence = scannedRegions.map { it.evidence },
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

    private class ScannedRegion(val region: Region, val evidence: EvidenceMap)
}

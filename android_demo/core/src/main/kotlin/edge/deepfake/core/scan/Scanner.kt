package edge.deepfake.core.scan

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.decision.pooledProbability
import edge.deepfake.core.decision.pooledReasons
import edge.deepfake.core.decision.pooledVerdict
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.ImageException
import edge.deepfake.core.faces.Face
import edge.deepfake.core.faces.FaceFinder
import edge.deepfake.core.faces.FoundFaces
import edge.deepfake.core.image.Picture
import edge.deepfake.core.image.PixelRows
import edge.deepfake.core.image.Turn
import edge.deepfake.core.resample.Overview
import edge.deepfake.core.result.BundleRef
import edge.deepfake.core.result.Failure
import edge.deepfake.core.result.ImageInfo
import edge.deepfake.core.result.ScanResult
import edge.deepfake.core.scan.Stopwatch.Step

/**
 * Scans pictures: detects faces, runs the network on the whole picture and on each face, and gives a [ScanResult].
 *
 * It reuses its buffers and is not thread-safe: use one scanner per thread.
 *
 * @property bundle The opened bundle.
 * @param engine The bundle's network. [close] closes it.
 * @param faces The face detector. [close] closes it.
 * @param mode What is scanned: pictures, or the frames of a camera.
 * @param clock Monotonic clock, in nanoseconds.
 */
public class Scanner(
    public val bundle: Bundle,
    private val engine: Engine,
    private val faces: FaceFinder,
    mode: ScanMode = ScanMode.STILL,
    private val clock: () -> Long = System::nanoTime,
) : AutoCloseable {
    private val rule = bundle.contract
    private val reference = BundleRef(rule.id, bundle.sha256)
    private val judge = RegionJudge(rule, engine, mode)

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
            info = ImageInfo(picture.width, picture.height, picture.notes)
            checkSize(picture.rgb)
            scanned(source, info, picture, watch)
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

    private fun scanned(source: String, info: ImageInfo, picture: Picture, watch: Stopwatch): ScanResult {
        val overview = watch.time(Step.CROP) { Overview.of(picture.rgb, rule.input.size) }
        val found = watch.time(Step.DETECT) { faces.find(overview) }
        val judged = judgeAll(picture, overview, found, watch)
        val regions = judged.map { it.region }
        val probability = pooledProbability(regions, rule.pooling)
        val verdict = pooledVerdict(probability, regions, found.omitted, rule.decision)
        return ScanResult(
            source = source,
            image = info,
            failure = null,
            verdict = verdict,
            probability = probability,
            reasons = pooledReasons(verdict, regions.map { it.reasons }, found.omitted),
            rotated = found.turn,
            regions = regions,
            possibleFaces = found.possible.map { Face(picture.inFull(it.box), it.score) },
            facesOmitted = found.omitted,
            bundle = reference,
            runtime = engine.info,
            timings = watch.timings(),
            evidence = judged.map { it.evidence },
        )
    }

    /** Judges the whole picture, then the faces. */
    private fun judgeAll(picture: Picture, overview: Overview, found: FoundFaces, watch: Stopwatch) =
        (listOf(null) + found.faces).map { judge.judge(picture, overview, it, found.turn, watch) }

    private fun failed(source: String, info: ImageInfo?, error: ImageException): ScanResult = ScanResult(
        source = source,
        image = info,
        failure = Failure(error.code, error.message.orEmpty()),
        verdict = null,
        probability = null,
        reasons = emptyList(),
        rotated = Turn.NONE,
        regions = emptyList(),
        possibleFaces = emptyList(),
        facesOmitted = 0,
        bundle = reference,
        runtime = engine.info,
        timings = null,
    )
}

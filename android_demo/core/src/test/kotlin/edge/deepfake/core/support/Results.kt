package edge.deepfake.core.support

import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.sigmoid
import edge.deepfake.core.engine.Residency
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.faces.Face
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.Turn
import edge.deepfake.core.result.BundleRef
import edge.deepfake.core.result.Failure
import edge.deepfake.core.result.ImageInfo
import edge.deepfake.core.result.QualityFlag
import edge.deepfake.core.result.Region
import edge.deepfake.core.result.ScanResult
import edge.deepfake.core.result.Timings

/** Example results for tests. */
internal object Results {
    private const val SHA256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    private val BUNDLE = BundleRef("tiny", SHA256)
    private val RUNTIME = runtimeInfo("tflite-java", 2)

    fun face(logit: Double = 1.5, box: Box = Box(10.0, 20.0, 110.5, 130.25)): Region = Region(
        kind = RegionKind.FACE,
        box = box,
        faceScore = 0.875,
        logit = logit,
        looks = listOf(logit - 0.5, logit + 0.5),
        probability = sigmoid(logit),
        verdict = Verdict.UNSURE,
        reasons = emptyList(),
        gate = 0.25,
        quality = listOf(QualityFlag.SMALL, QualityFlag.DARK),
    )

    fun whole(logit: Double = -4.0): Region = face(logit, Box(0.0, 0.0, 64.0, 64.0))
        .copy(kind = RegionKind.IMAGE, faceScore = null, quality = emptyList())

    /** [region] with reasons that cap its verdict. */
    fun capped(region: Region, vararg reasons: Reason): Region =
        region.copy(reasons = reasons.toList(), looks = listOf(region.logit))

    fun scanned(regions: List<Region> = listOf(capped(whole(), Reason.NO_COLOUR), face())): ScanResult = ScanResult(
        source = "content://pictures/1",
        image = ImageInfo(640, 480, listOf("first of 2 frames")),
        failure = null,
        verdict = Verdict.UNSURE,
        probability = 0.5,
        reasons = listOf(Reason.NO_COLOUR, Reason.FACES_OMITTED),
        rotated = Turn.QUARTER,
        regions = regions,
        possibleFaces = listOf(Face(Box(1.0, 2.0, 31.0, 40.5), 0.625)),
        facesOmitted = 3,
        bundle = BUNDLE,
        runtime = RUNTIME,
        timings = Timings(1.5, 2.0, 0.25, 8.0, 12.0),
    )

    fun failed(code: FailureCode, image: ImageInfo? = null): ScanResult = ScanResult(
        source = "<bytes>",
        image = image,
        failure = Failure(code, "why"),
        verdict = null,
        probability = null,
        reasons = emptyList(),
        rotated = Turn.NONE,
        regions = emptyList(),
        possibleFaces = emptyList(),
        facesOmitted = 0,
        bundle = BUNDLE,
        runtime = RUNTIME,
        timings = null,
    )
}

internal fun runtimeInfo(backend: String, threads: Int): RuntimeInfo =
    RuntimeInfo(backend, "cpu", threads, "auto", Residency.FULL, "the fastest that passed its self-test")

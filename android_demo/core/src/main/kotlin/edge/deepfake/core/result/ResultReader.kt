package edge.deepfake.core.result

import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.engine.Residency
import edge.deepfake.core.engine.RuntimeInfo
import edge.deepfake.core.errors.FailureCode
import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.faces.Face
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.Turn
import edge.deepfake.core.json.JsonRecord
import edge.deepfake.core.json.JsonValue
import edge.deepfake.core.json.choice
import edge.deepfake.core.json.int
import edge.deepfake.core.json.items
import edge.deepfake.core.json.number
import edge.deepfake.core.json.oneOf
import edge.deepfake.core.json.orNull
import edge.deepfake.core.json.parseJson
import edge.deepfake.core.json.readDocument
import edge.deepfake.core.json.record
import edge.deepfake.core.json.text

private const val DOCUMENT = "result"

/** Parses a result's JSON strictly. */
internal fun readResult(text: String): ScanResult =
    readDocument(parseJson(text, DOCUMENT), ScanResult.SCHEMA, read = ::resultOf)

private fun resultOf(record: JsonRecord): ScanResult {
    val status = record.choice("status", ScanResult.SCANNED, ScanResult.FAILED)
    val result = ScanResult(
        source = record.text("source"),
        image = record.orNull("image") { record(::imageOf) },
        failure = record.orNull("failure") { record(::failureOf) },
        verdict = record.orNull("verdict") { verdict() },
        probability = record.orNull("probability") { number() },
        reasons = record.items("reasons") { oneOf(Reason.entries) { it.id } },
        rotated = record.take("rotated") { turn() },
        regions = record.items("regions") { record(::regionOf) },
        possibleFaces = record.items("possible_faces") { record(::faceOf) },
        facesOmitted = record.int("faces_omitted"),
        bundle = record.record("bundle") { BundleRef(text("id"), text("sha256")) },
        runtime = record.record("runtime", ::runtimeOf),
        timings = record.orNull("timings_ms") { record(::timingsOf) },
    )
    requireContract(result.status == status, "status", "the other keys contradict '$status'")
    return result
}

private fun imageOf(record: JsonRecord): ImageInfo =
    ImageInfo(record.int("width"), record.int("height"), record.items("notes") { text() })

private fun failureOf(record: JsonRecord): Failure = Failure(
    code = record.take("code") { oneOf(FailureCode.entries) { it.id } },
    message = record.text("message"),
)

private fun boxOf(record: JsonRecord): Box =
    Box(record.number("left"), record.number("top"), record.number("right"), record.number("bottom"))

private fun faceOf(record: JsonRecord): Face = Face(record.record("box", ::boxOf), record.number("score"))

private fun regionOf(record: JsonRecord): Region = Region(
    kind = record.take("kind") { oneOf(RegionKind.entries) { it.id } },
    box = record.record("box", ::boxOf),
    faceScore = record.orNull("face_score") { number() },
    logit = record.number("logit"),
    looks = record.items("looks") { number() },
    probability = record.number("probability"),
    verdict = record.take("verdict") { verdict() },
    reasons = record.items("reasons") { oneOf(Reason.OF_REGIONS) { it.id } },
    gate = record.number("gate"),
    quality = record.items("quality") { oneOf(QualityFlag.entries) { it.id } },
)

private fun runtimeOf(record: JsonRecord): RuntimeInfo = RuntimeInfo(
    backend = record.text("backend"),
    accelerator = record.text("accelerator"),
    threads = record.int("threads"),
    requested = record.text("requested"),
    residency = record.take("residency") { oneOf(Residency.entries) { it.id } },
    reason = record.text("reason"),
)

private fun timingsOf(record: JsonRecord): Timings = Timings(
    decode = record.number("decode"),
    detect = record.number("detect"),
    crop = record.number("crop"),
    infer = record.number("infer"),
    total = record.number("total"),
)

private fun JsonValue.turn(): Turn = int().let { degrees ->
    Turn.entries.firstOrNull { it.degrees == degrees } ?: fail("must be 0, 90, 180 or 270, not $degrees")
}

private fun JsonValue.verdict(): Verdict = oneOf(Verdict.entries) { it.name }

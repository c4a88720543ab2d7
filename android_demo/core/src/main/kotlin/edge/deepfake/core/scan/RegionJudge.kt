package edge.deepfake.core.scan

import edge.deepfake.core.contract.Contract
import edge.deepfake.core.decision.Judgement
import edge.deepfake.core.decision.Reason
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.engine.EvidenceMap
import edge.deepfake.core.faces.Face
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.Picture
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.Turn
import edge.deepfake.core.resample.Overview
import edge.deepfake.core.result.Region
import edge.deepfake.core.scan.Stopwatch.Step

/** A judged region and its evidence map. */
internal class JudgedRegion(val region: Region, val evidence: EvidenceMap)

/**
 * Judges single regions of a picture. It reuses its buffers and is not thread-safe.
 *
 * @param contract The contract of the bundle.
 * @param engine The bundle's network.
 */
internal class RegionJudge(private val contract: Contract, private val engine: Engine, mode: ScanMode) {
    private val crop = RgbImage(contract.input.size, contract.input.size)
    private val cropper = RegionCropper(contract.crop, contract.input.size)
    private val quality = QualityCheck(contract.quality)
    private val reasonCheck = ReasonCheck(contract.reasons)
    private val secondLook = contract.secondLook.takeIf { mode == ScanMode.STILL }

    /** Judges [face], or the whole picture if it is null. */
    fun judge(picture: Picture, overview: Overview, face: Face?, turn: Turn, watch: Stopwatch): JudgedRegion {
        val kind = if (face == null) RegionKind.IMAGE else RegionKind.FACE
        val square = cropper.squareOf(overview, face, turn)
        watch.time(Step.CROP) { cropper.cut(overview, kind, square, turn, crop) }
        val first = watch.time(Step.INFER) { engine.run(crop) }
        val flags = quality.flagsOf(crop, square.width)
        val reasons = reasonsOf(overview, kind, square)
        val judgement = Judgement.of(first.logit, reasons, contract.decision, secondLook) {
            lookAgain(overview, kind, square, turn, watch)
        }
        val region = Region(
            kind = kind,
            box = picture.inFull(face?.box ?: square),
            faceScore = face?.score,
            logit = judgement.logit,
            looks = judgement.looks,
            probability = judgement.probability,
            verdict = judgement.verdict,
            reasons = judgement.reasons,
            gate = first.gate,
            quality = flags,
        )
        return JudgedRegion(region, cropper.evidenceOf(kind, square, turn, first.evidence))
    }

    private fun lookAgain(overview: Overview, kind: RegionKind, square: Box, turn: Turn, watch: Stopwatch): Double {
        val inset = contract.secondLook.inset
        watch.time(Step.CROP) { cropper.cutAgain(overview, kind, square, inset, turn, crop) }
        return watch.time(Step.INFER) { engine.run(crop) }.logit
    }

    private fun reasonsOf(overview: Overview, kind: RegionKind, square: Box): List<Reason> {
        val side = if (cropper.isMirrored(kind, square)) null else square.width
        val longer = maxOf(overview.picture.width, overview.picture.height)
        val shape = if (kind == RegionKind.IMAGE) longer.toDouble() / overview.shorterSide else 1.0
        return reasonCheck.reasonsOf(crop, side, shape)
    }
}

package edge.deepfake.core.golden

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.probabilityOf
import edge.deepfake.core.decision.verdictOf
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.Turn
import edge.deepfake.core.resample.cutCrop
import edge.deepfake.core.resample.drawnIn
import edge.deepfake.core.resample.planCrop
import edge.deepfake.core.scan.turned

/** A mistake, the suite that must detect it, and the vectors that must fail. */
internal class WrongVariant(
    private val name: String,
    val suite: String,
    val arithmetic: Arithmetic,
    val caughtBy: Set<String>,
) {
    override fun toString(): String = name
}

/** The mistakes that the Python package's tests also check. */
internal object WrongVariants {
    private val RIGHT = Arithmetic()

    @JvmStatic
    fun all(): List<WrongVariant> =
        pixels() + copies() + turns() + squares() + probabilities() + verdicts() + looks() + pools() + WrongFaces.all()

    private fun pixels(): List<WrongVariant> = listOf(
        pixel("bgr", ::bgr, "noise_inside", "ramp_inside", "flat_over_all_sides", "network_up"),
        pixel(
            "2x2 bilinear",
            ::twoByTwo,
            "noise_inside",
            "rings_down_7.3",
            "checks_down_3",
            "network_down",
        ),
        pixel("off by half", ::offByHalf, "noise_same_size", "noise_fractions", "network_up"),
        pixel("whole pixels", ::wholePixels, "noise_fractions", "noise_up_3", "checks_shifted"),
        pixel(
            "black outside",
            ::blackOutside,
            "noise_over_left_top",
            "ramp_over_the_edge",
            "flat_over_all_sides",
        ),
        pixel("rescaled twice", ::rescaled, "noise_inside", "flat_over_all_sides", "network_down"),
    )

    private fun copies(): List<WrongVariant> {
        val caughtBy = setOf("mirrored_same_size", "mirrored_to_the_network")
        return listOf(
            WrongVariant(
                "not reflected",
                "pixels",
                RIGHT.copy(cutMirrored = ::notReflected),
                caughtBy,
            ),
            WrongVariant(
                "reflected about a pixel",
                "pixels",
                RIGHT.copy(cutMirrored = ::aboutAPixel),
                caughtBy,
            ),
            WrongVariant(
                "enlarged",
                "pixels",
                RIGHT.copy(cutMirrored = { rgb, box, _, size -> cutCrop(rgb, box, size) }),
                caughtBy,
            ),
            WrongVariant(
                "folded without reflection",
                "geometry",
                RIGHT.copy(foldMirrored = ::topLeft),
                setOf("fold_to_2", "fold_to_3"),
            ),
        )
    }

    private fun turns(): List<WrongVariant> = listOf(
        WrongVariant(
            "turned anticlockwise",
            "pixels",
            RIGHT.copy(turnPicture = { rgb, turn, isMirrored -> turnedPicture(rgb, turn.back, isMirrored) }),
            setOf("turn_noise_90", "turn_ramp_270_mirrored"),
        ),
        WrongVariant(
            "not mirrored",
            "pixels",
            RIGHT.copy(turnPicture = { rgb, turn, _ -> turnedPicture(rgb, turn, isMirrored = false) }),
            setOf("turn_noise_0_mirrored", "turn_ramp_180_mirrored"),
        ),
        WrongVariant(
            "evidence turned on",
            "geometry",
            RIGHT.copy(turnEvidence = { map, turn -> turned(map, turn) }),
            setOf("turn_back_7x7_90", "turn_back_2x2_270"),
        ),
        WrongVariant(
            "drawn in by half",
            "geometry",
            RIGHT.copy(drawnIn = { box, inset -> drawnIn(box, inset / 2) }),
            setOf("inset_small", "inset_large"),
        ),
    )

    private fun squares(): List<WrongVariant> = listOf(
        square("margin ignored", ::withoutMargin, "crop_square_inside", "crop_wide"),
        square("margin once", ::marginOnce, "crop_square_inside", "crop_wide", "crop_fractions"),
        square("not square", ::notSquare, "crop_wide", "crop_tall", "crop_no_margin"),
        square("clamped", ::clamped, "crop_over_the_corner", "crop_far_outside"),
        square("shift of the square", ::shiftOfTheSquare, "crop_shift_tall_0", "crop_shift_wide_90"),
        square("shifted by the width", { b, m, s, t ->
            planCrop(b, m, s * b.width / b.height, t)
        }, "crop_shift_tall_0"),
        square("turned the other way", { b, m, s, t -> planCrop(b, m, s, t.back) }, "crop_shift_tall_90"),
        square("shifted by the longer side", ::shiftOfTheLongerSide, "crop_shift_wide_0", "crop_shift_tall_270"),
        square("always downwards", ::alwaysDownwards, "crop_shift_tall_90", "crop_shift_wide_180"),
        WrongVariant(
            "whole square at the corner",
            "geometry",
            RIGHT.copy(planWhole = ::atTheCorner),
            setOf("whole_640x427", "whole_33x4001"),
        ),
    )

    private fun probabilities(): List<WrongVariant> = listOf(
        probability(
            "flipped polarity",
            { x, r -> probabilityOf(-x, r) },
            "probability_plain_3",
            "probability_fitted_-0.5",
        ),
        probability(
            "uncalibrated",
            { x, r -> probabilityOf(x, r.copy(temperature = 1.0, bias = 0.0)) },
            "probability_fitted_3",
            "probability_cold_0",
        ),
        probability(
            "bias after temperature",
            { x, r -> probabilityOf(x / r.temperature, r.copy(temperature = 1.0)) },
            "probability_fitted_0",
            "probability_cold_1",
        ),
    )

    private fun verdicts(): List<WrongVariant> = listOf(
        verdict("swapped thresholds", ::swappedThresholds, "verdict_0.5", "verdict_0.7499999"),
        verdict("swapped verdicts", { p, r -> verdictOf(1 - p, r) }, "verdict_0.0", "verdict_1.0"),
        verdict("half is the border", ::atHalf, "verdict_0.5", "verdict_0.7499999"),
        verdict("limits excluded", ::limitsExcluded, "verdict_0.25", "verdict_0.75"),
    )

    private fun looks(): List<WrongVariant> = listOf(
        look("last look counts", RIGHT.copy(judge = ::lastLookCounts), "look_fake_twice", "look_real_twice"),
        look("never unstable", RIGHT.copy(judge = ::neverUnstable), "look_above_the_limit", "look_opposite"),
        look("reasons ignored", RIGHT.copy(judge = ::reasonsIgnored), "look_with_a_reason", "look_with_two_reasons"),
    )

    private fun pools(): List<WrongVariant> = listOf(
        look("capped parts count", RIGHT.copy(pooledProbability = ::cappedPartsCount), "pool_capped_whole_fake_face"),
        look("any fake", RIGHT.copy(pooledProbability = ::anyFake), "pool_contradicting", "pool_agreeing_real"),
        look("mean of the faces", RIGHT.copy(pooledProbability = ::meanOfFaces), "pool_largest_face_counts"),
        look(
            "capped parts let real",
            RIGHT.copy(pooledVerdict = { p, _, _, r -> verdictOf(p, r) }),
            "pool_capped_face_bars_real",
            "pool_omitted_bars_real",
            "pool_all_capped_fake",
        ),
    )

    private fun pixel(name: String, cut: (RgbImage, Box, Int) -> RgbImage, vararg caughtBy: String): WrongVariant =
        WrongVariant(name, "pixels", RIGHT.copy(cutCrop = cut), caughtBy.toSet())

    private fun square(name: String, plan: (Box, Double, Double, Turn) -> Box, vararg caughtBy: String): WrongVariant =
        WrongVariant(name, "geometry", RIGHT.copy(planCrop = plan), caughtBy.toSet())

    private fun probability(
        name: String,
        wrong: (Double, DecisionRule) -> Double,
        vararg caughtBy: String,
    ): WrongVariant = WrongVariant(name, "decision", RIGHT.copy(probabilityOf = wrong), caughtBy.toSet())

    private fun verdict(name: String, wrong: (Double, DecisionRule) -> Verdict, vararg caughtBy: String): WrongVariant =
        WrongVariant(name, "decision", RIGHT.copy(verdictOf = wrong), caughtBy.toSet())

    private fun look(name: String, wrong: Arithmetic, vararg caughtBy: String): WrongVariant =
        WrongVariant(name, "decision", wrong, caughtBy.toSet())
}

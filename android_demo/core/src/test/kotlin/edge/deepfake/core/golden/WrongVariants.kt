package edge.deepfake.core.golden

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.decision.Verdict
import edge.deepfake.core.decision.probabilityOf
import edge.deepfake.core.decision.verdictOf
import edge.deepfake.core.image.Box
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.resample.cutCrop

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
    fun all(): List<WrongVariant> = pixels() + copies() + squares() + probabilities() + verdicts() + faces()

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

    private fun squares(): List<WrongVariant> = listOf(
        square("margin ignored", ::withoutMargin, "crop_square_inside", "crop_wide"),
        square("margin once", ::marginOnce, "crop_square_inside", "crop_wide", "crop_fractions"),
        square("not square", ::notSquare, "crop_wide", "crop_tall", "crop_no_margin"),
        square("clamped", ::clamped, "crop_over_the_corner", "crop_far_outside"),
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
        verdict(
            "swapped thresholds",
            ::swappedThresholds,
            "picture_one_unsure",
            "picture_just_unsure",
        ),
        verdict(
            "swapped verdicts",
            { p, r -> verdictOf(1 - p, r) },
            "picture_one_real",
            "picture_one_fake",
        ),
        verdict("half is the border", ::atHalf, "picture_one_unsure", "picture_unsure_among_real"),
        verdict("limits excluded", ::limitsExcluded, "picture_at_fake_at", "picture_at_real_at"),
    )

    private fun faces(): List<WrongVariant> = listOf(
        face(
            "a grid for each layer",
            RIGHT.copy(makeAnchors = ::gridForEachLayer),
            "anchors_short",
            "anchors_odd",
        ),
        face(
            "y before x",
            RIGHT.copy(makeAnchors = ::yBeforeX),
            "anchors_short",
            "anchors_full",
            "anchors_odd",
        ),
        face(
            "no weights",
            RIGHT.copy(mergeWeighted = ::strongestOnly),
            "merge_two_of_one_face",
            "merge_a_chain",
        ),
        face(
            "score not clipped",
            RIGHT.copy(decode = ::unclipped),
            "decode_score_clipped",
            "decode_grid_of_its_own",
        ),
        face(
            "always tiles",
            RIGHT.copy(needsTiles = { _, _, _ -> true }),
            "needs_tiles_large",
            "needs_tiles_at_the_limit",
            "needs_tiles_tall",
        ),
        face(
            "first face alone",
            RIGHT.copy(needsTiles = ::firstFaceAlone),
            "needs_tiles_large_among_small",
        ),
        face(
            "from the corner",
            RIGHT.copy(decode = ::fromTheCorner),
            "decode_short_first_anchor",
            "decode_full_last_anchor",
        ),
    )

    private fun pixel(name: String, cut: (RgbImage, Box, Int) -> RgbImage, vararg caughtBy: String): WrongVariant =
        WrongVariant(name, "pixels", RIGHT.copy(cutCrop = cut), caughtBy.toSet())

    private fun square(name: String, plan: (Box, Double) -> Box, vararg caughtBy: String): WrongVariant =
        WrongVariant(name, "geometry", RIGHT.copy(planCrop = plan), caughtBy.toSet())

    private fun probability(
        name: String,
        wrong: (Double, DecisionRule) -> Double,
        vararg caughtBy: String,
    ): WrongVariant = WrongVariant(name, "decision", RIGHT.copy(probabilityOf = wrong), caughtBy.toSet())

    private fun verdict(name: String, wrong: (Double, DecisionRule) -> Verdict, vararg caughtBy: String): WrongVariant =
        WrongVariant(name, "decision", RIGHT.copy(verdictOf = wrong), caughtBy.toSet())

    private fun face(name: String, wrong: Arithmetic, vararg caughtBy: String): WrongVariant =
        WrongVariant(name, "faces", wrong, caughtBy.toSet())
}

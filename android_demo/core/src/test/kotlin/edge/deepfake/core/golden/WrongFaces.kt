package edge.deepfake.core.golden

/** Mistakes of the search for faces. */
internal object WrongFaces {
    private val RIGHT = Arithmetic()

    fun all(): List<WrongVariant> = decoding() + suppression() + views() + choice()

    private fun decoding(): List<WrongVariant> = listOf(
        face("y before x", RIGHT.copy(decode = ::transposed), "decode_end_of_a_row", "decode_inside_stride_16"),
        face("product of the scores", RIGHT.copy(decode = ::productOfScores), "decode_score_of_two_chances"),
        face("class score alone", RIGHT.copy(decode = ::classScoreAlone), "decode_score_of_two_chances"),
        face("from the corner", RIGHT.copy(decode = ::fromTheCorner), "decode_first_cell", "decode_last_cell"),
        face("from the cell's centre", RIGHT.copy(decode = ::cellsFromTheirCentre), "decode_first_cell"),
        face("above the threshold", RIGHT.copy(decode = ::aboveTheThreshold), "decode_score_at_the_threshold"),
        face("size in pixels", RIGHT.copy(decode = ::sizeInPixels), "decode_first_cell", "decode_camera_side"),
        face("strides ascending", RIGHT.copy(decode = ::strideAscending), "decode_strides_of_another_order"),
    )

    private fun suppression(): List<WrongVariant> = listOf(
        face("dropped at the limit", RIGHT.copy(suppress = ::suppressedAtTheLimit), "suppress_overlap_at_the_limit"),
        face("not sorted", RIGHT.copy(suppress = ::unsorted), "suppress_two_of_one_face", "suppress_crowd"),
        face("dropped boxes drop", RIGHT.copy(suppress = ::droppedBoxesDrop), "suppress_dropped_drops_nothing"),
    )

    private fun views(): List<WrongVariant> = listOf(
        face("rounded down", RIGHT.copy(fit = ::roundedDown), "letterbox_640x427_448", "letterbox_427x640_448"),
        face("rounded half up", RIGHT.copy(fit = ::roundedHalfUp), "letterbox_1024x5_512"),
        face("enlarged", RIGHT.copy(fit = ::enlarged), "letterbox_320x240_448", "letterbox_1x1_320"),
        face("by the scale", RIGHT.copy(placed = ::byTheScale), "letterbox_640x427_448"),
        face("without the factor", RIGHT.copy(placed = ::withoutTheFactor), "letterbox_640x427_448"),
        face("drawn anticlockwise", RIGHT.copy(drawSheet = ::drawnAnticlockwise), "sheet_pixels_wide"),
    )

    private fun choice(): List<WrongVariant> = listOf(
        face("turned the other way", RIGHT.copy(sheetRows = ::turnedTheOtherWay), "sheet_wide", "sheet_square"),
        face("any box turns", RIGHT.copy(chooseFaces = ::anyBoxTurns), "turned_too_small_to_turn"),
        face(
            "no threshold of its own",
            RIGHT.copy(chooseFaces = ::strongestTurnWithoutThreshold),
            "turned_below_the_threshold",
        ),
        face("best score first", RIGHT.copy(selectFaces = ::bestScoreFirst), "select_largest_first"),
        face("the rest forgotten", RIGHT.copy(selectFaces = ::restForgotten), "select_more_than_judged"),
        face("the larger turn wins", RIGHT.copy(chooseFaces = ::largerTurnWins), "turned_tie"),
        face("tiny faces judged", RIGHT.copy(selectFaces = ::tinyFacesJudged), "select_too_small"),
    )

    private fun face(name: String, wrong: Arithmetic, vararg caughtBy: String): WrongVariant =
        WrongVariant(name, "faces", wrong, caughtBy.toSet())
}

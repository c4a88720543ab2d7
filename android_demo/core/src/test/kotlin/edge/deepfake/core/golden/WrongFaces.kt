package edge.deepfake.core.golden

/** Mistakes of the search for faces. */
internal object WrongFaces {
    private val RIGHT = Arithmetic()

    fun all(): List<WrongVariant> = decoding() + suppression() + choice()

    private fun decoding(): List<WrongVariant> = listOf(
        face("y before x", RIGHT.copy(decode = ::transposed), "decode_end_of_a_row", "decode_inside_stride_16"),
        face("product of the scores", RIGHT.copy(decode = ::productOfScores), "decode_score_of_two_chances"),
        face("class score alone", RIGHT.copy(decode = ::classScoreAlone), "decode_score_of_two_chances"),
        face("from the corner", RIGHT.copy(decode = ::fromTheCorner), "decode_first_cell", "decode_last_cell"),
        face("from the cell's centre", RIGHT.copy(decode = ::cellsFromTheirCentre), "decode_first_cell"),
        face("strides ascending", RIGHT.copy(decode = ::strideAscending), "decode_strides_of_another_order"),
    )

    private fun suppression(): List<WrongVariant> = listOf(
        face("dropped at the limit", RIGHT.copy(suppress = ::suppressedAtTheLimit), "suppress_overlap_at_the_limit"),
        face("not sorted", RIGHT.copy(suppress = ::unsorted), "suppress_two_of_one_face", "suppress_crowd"),
        face("dropped boxes drop", RIGHT.copy(suppress = ::droppedBoxesDrop), "suppress_dropped_drops_nothing"),
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
        face("tiny faces judged", RIGHT.copy(selectFaces = ::tinyFacesJudged), "select_too_small"),
    )

    private fun face(name: String, wrong: Arithmetic, vararg caughtBy: String): WrongVariant =
        WrongVariant(name, "faces", wrong, caughtBy.toSet())
}

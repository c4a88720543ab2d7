package edge.deepfake.core.golden

import kotlinx.serialization.json.JsonObject

/** Runs every vector of a suite with [arithmetic]. Gives for each id whether the vector passed. */
internal fun outcomes(name: String, arithmetic: Arithmetic = Arithmetic()): Map<String, Boolean> {
    val suite = GoldenSuite(name)
    val holds: (JsonObject) -> Boolean = when (name) {
        "contracts" -> { vector -> contractHolds(vector, suite) }
        "geometry" -> { vector -> geometryHolds(vector, suite, arithmetic) }
        "pixels" -> { vector -> pixelsHold(vector, suite, arithmetic) }
        "faces" -> { vector -> facesHold(vector, suite, arithmetic) }
        "decision" -> { vector -> decisionHolds(vector, suite, arithmetic) }
        else -> error("no checks for the suite $name")
    }
    return suite.outcomes(holds)
}

/** The ids of the vectors that [arithmetic] fails. */
internal fun failed(name: String, arithmetic: Arithmetic): Set<String> =
    outcomes(name, arithmetic).filterValues { !it }.keys

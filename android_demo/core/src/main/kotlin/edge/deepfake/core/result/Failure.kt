package edge.deepfake.core.result

import edge.deepfake.core.errors.FailureCode

/**
 * Why there is no verdict.
 *
 * @property message The cause, in English, for people.
 */
public data class Failure(public val code: FailureCode, public val message: String)

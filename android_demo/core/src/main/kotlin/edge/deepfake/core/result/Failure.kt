package edge.deepfake.core.result

import edge.deepfake.core.errors.FailureCode

/** Why there is no verdict; [message] is for people, in English. */
public data class Failure(public val code: FailureCode, public val message: String)

package edge.deepfake.core.errors

private val SHA256 = Regex("[0-9a-f]{64}")

/** Throws a [ContractException] at [key] unless [holds]. */
internal fun require(holds: Boolean, key: String, problem: String) {
    if (!holds) throw ContractException(key, problem)
}

/** Throws a [ContractException] at [key] unless [value] is a sha256. */
internal fun requireSha256(value: String, key: String): Unit =
    require(SHA256.matches(value), key, "must be 64 lower-case hex digits")

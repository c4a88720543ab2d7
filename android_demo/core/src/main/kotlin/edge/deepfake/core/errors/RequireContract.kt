package edge.deepfake.core.errors

private val SHA256 = Regex("[0-9a-f]{64}")

/** Throws a [ContractException] for [key] unless [condition] is true. */
internal fun requireContract(condition: Boolean, key: String, problem: String) {
    if (!condition) throw ContractException(key, problem)
}

/** Throws a [ContractException] for [key] unless [value] is a SHA-256. */
internal fun requireSha256(value: String, key: String): Unit =
    requireContract(SHA256.matches(value), key, "must be 64 lower-case hex digits")

package edge.deepfake.app.picture

/**
 * Whether the bytes start with the signature of a picture format that Android reads. This tells a damaged picture from
 * another kind of file.
 */
internal fun startsLikePicture(data: ByteArray): Boolean {
    val isWebp = startsWith(data, 0, "RIFF") && startsWith(data, WEBP_AT, "WEBP")
    return isWebp || startsWith(data, BRAND_AT, "ftyp") || STARTS.any { startsWith(data, 0, it) }
}

private val STARTS = listOf("\u00FF\u00D8\u00FF", "\u0089PNG", "GIF8", "BM")
private const val WEBP_AT = 8
private const val BRAND_AT = 4

private fun startsWith(data: ByteArray, at: Int, text: String): Boolean =
    data.size >= at + text.length && text.indices.all { data[at + it] == text[it].code.toByte() }

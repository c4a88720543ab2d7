package edge.deepfake.core.contract

import java.security.MessageDigest

/** SHA-256 of [data] as 64 lower-case hexadecimal digits. */
internal fun sha256Of(data: ByteArray): String =
    MessageDigest.getInstance("SHA-256").digest(data).joinToString("") { HEX[it.toInt() and BYTE] }

private const val BYTE = 0xFF
private const val NIBBLE = 4
private const val DIGITS = "0123456789abcdef"
private val HEX = List(BYTE + 1) { "${DIGITS[it shr NIBBLE]}${DIGITS[it and (1 shl NIBBLE) - 1]}" }

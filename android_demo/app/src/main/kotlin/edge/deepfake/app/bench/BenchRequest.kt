package edge.deepfake.app.bench

import android.content.Intent

/**
 * The extras of an intent that starts [BenchActivity]. All are optional.
 *
 * - `suite`: the suite as JSON; see [BenchSuite.parse].
 * - `out`: file name of the record, without `.json`.
 * - `bundle`: name of a folder in the app's external files folder that holds another bundle than the app's own.
 *
 * @throws IllegalArgumentException if an extra is invalid.
 */
internal class BenchRequest(intent: Intent) {
    val suite: BenchSuite = intent.getStringExtra("suite")?.let(BenchSuite::parse) ?: BenchSuite.QUICK
    val out: String = plainName(intent.getStringExtra("out") ?: "bench", "out")
    val bundle: String? = intent.getStringExtra("bundle")?.let { plainName(it, "bundle") }

    private fun plainName(name: String, key: String): String {
        require(PLAIN.matches(name)) { "$key: must be a plain name, not '$name'" }
        return name
    }

    private companion object {
        val PLAIN = Regex("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
    }
}

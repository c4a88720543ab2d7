package edge.deepfake.core.selftest

/**
 * The conditions under which a self-test's record is valid. If any of them changes, the self-test runs again.
 *
 * @property device Device and system build, as in `Build.FINGERPRINT`.
 * @property app Version of the app, which includes the interpreter.
 * @property bundle SHA-256 of the bundle.
 */
public data class SelfTestKey(public val device: String, public val app: String, public val bundle: String)

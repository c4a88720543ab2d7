package edge.deepfake.core.selftest

/**
 * What a self-test's record is valid for; where any of it changes, the test is run again.
 *
 * @property device The device and its system build, as in `Build.FINGERPRINT`.
 * @property app Version of the app, and so of the interpreter.
 * @property bundle Sha256 of the bundle.
 */
public data class SelfTestKey(public val device: String, public val app: String, public val bundle: String)

package edge.deepfake.app

import org.junit.Assert.fail
import org.junit.Assume.assumeTrue

/** Ends a test that lacks [needed]: the test is skipped on a developer's machine and fails if CI=true. */
internal fun skipWithout(needed: String): Nothing {
    if (System.getenv("CI") == "true") fail("needed: $needed")
    assumeTrue("needed: $needed", false)
    error("unreachable")
}

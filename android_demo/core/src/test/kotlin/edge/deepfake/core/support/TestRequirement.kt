package edge.deepfake.core.support

import org.junit.jupiter.api.Assertions.fail
import org.junit.jupiter.api.Assumptions.assumeTrue

/** Ends a test that lacks [needed]: the test is skipped on a developer's machine and fails if CI=true. */
internal fun skipWithout(needed: String): Nothing {
    if (System.getenv("CI") == "true") fail<Unit>("needed: $needed")
    assumeTrue(false, "needed: $needed")
    error("unreachable")
}

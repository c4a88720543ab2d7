package edge.deepfake.core.golden

import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource

/** Typical mistakes are detected: each wrong variant fails the vectors that [WrongVariants] names. */
internal class GoldenWrongTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("edge.deepfake.core.golden.WrongVariants#all")
    fun isCaught(wrong: WrongVariant) {
        val found = failed(wrong.suite, wrong.arithmetic)
        assertTrue(found.containsAll(wrong.caughtBy), "${wrong.caughtBy - found} did not catch it")
    }
}

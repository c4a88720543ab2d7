package edge.deepfake.core.resample

import edge.deepfake.core.image.Box
import edge.deepfake.core.image.Turn
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

internal class CropGeometryTest {
    private val box = Box(100.0, 200.0, 140.0, 280.0)

    @Test
    fun theCropMovesDownTheFace() {
        assertEquals(Box(80.0, 208.0, 160.0, 288.0), planCrop(box, 0.0, 0.1))
        assertEquals(Box(84.0, 200.0, 164.0, 280.0), planCrop(box, 0.0, 0.1, Turn.QUARTER))
        assertEquals(Box(80.0, 192.0, 160.0, 272.0), planCrop(box, 0.0, 0.1, Turn.HALF))
        assertEquals(Box(76.0, 200.0, 156.0, 280.0), planCrop(box, 0.0, 0.1, Turn.THREE_QUARTERS))
    }

    @Test
    fun theMarginIsOnEachSide() {
        assertEquals(Box(60.0, 180.0, 180.0, 300.0), planCrop(box, 0.25, 0.0))
    }

    @Test
    fun theSecondLookIsDrawnIn() {
        assertEquals(Box(5.0, 15.0, 95.0, 105.0), drawnIn(Box(0.0, 10.0, 100.0, 110.0), 0.05))
    }
}

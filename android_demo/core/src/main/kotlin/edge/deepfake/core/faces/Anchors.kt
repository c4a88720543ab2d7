package edge.deepfake.core.faces

/**
 * Anchor centres of a BlazeFace detector, row by row. Consecutive layers of the same stride share one grid.
 *
 * Source: MediaPipe `ssd_anchors_calculator` with fixed anchor size 1 and anchor offset 0.5.
 *
 * @return float32 [N, 2]: (x, y) as fractions of the input's side, in (0, 1).
 */
internal fun makeAnchors(inputSize: Int, strides: List<Int>, anchorsPerStride: List<Int>): FloatArray {
    val grids = ArrayList<FloatArray>()
    var layer = 0
    while (layer < strides.size) {
        val stride = strides[layer]
        var count = 0
        while (layer < strides.size && strides[layer] == stride) count += anchorsPerStride[layer++]
        grids += gridOf((inputSize + stride - 1) / stride, count)
    }
    return grids.reduce(FloatArray::plus)
}

private fun gridOf(side: Int, count: Int): FloatArray = FloatArray(side * side * count * 2) { i ->
    val cell = i / 2 / count
    val axis = if (i % 2 == 0) cell % side else cell / side
    (axis + HALF) / side
}

private const val HALF = 0.5f

package edge.deepfake.core.selftest

import edge.deepfake.core.contract.Contract
import edge.deepfake.core.contract.OutputsRule
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.engine.NetworkOutput
import edge.deepfake.core.errors.requireContract
import edge.deepfake.core.image.RgbImage
import edge.deepfake.core.image.decodePng
import edge.deepfake.core.json.at
import kotlin.math.abs

/**
 * Runs every golden vector of a bundle and compares the outputs.
 *
 * @param engine An engine of the same bundle.
 * @return One check per vector, in the order of the file; at least one.
 * @throws ContractException if a vector does not match the contract.
 * @throws EngineException if the network fails.
 */
public fun replay(golden: GoldenFile, contract: Contract, engine: Engine): List<GoldenCheck> =
    golden.vectors.mapIndexed { i, vector ->
        val crop = at("vectors[$i].crop_png") { cropOf(vector, contract.input.size) }
        requireContract(
            hasShape(vector.evidence, contract.outputs),
            "vectors[$i].evidence",
            "must be as the contract says",
        )
        checkOf(vector, engine.run(crop), golden.tolerance)
    }

private fun cropOf(vector: GoldenVector, size: Int): RgbImage {
    val crop = decodePng(vector.png)
    requireContract(
        crop.width == size && crop.height == size,
        "",
        "must be an RGB picture of $size x $size pixels",
    )
    return crop
}

private fun hasShape(evidence: List<List<Double>>, rule: OutputsRule): Boolean =
    evidence.size == rule.evidenceHeight && evidence.all { it.size == rule.evidenceWidth }

private fun checkOf(vector: GoldenVector, output: NetworkOutput, tolerance: Tolerance): GoldenCheck {
    val logit = abs(output.logit - vector.logit)
    val gate = abs(output.gate - vector.gate)
    val expected = vector.evidence.flatten()
    val evidence = expected.indices.maxOf { abs(output.evidence.values[it] - expected[it]) }
    val ok = logit <= tolerance.logit && gate <= tolerance.gate && evidence <= tolerance.evidence
    return GoldenCheck(vector.id, ok, logit, gate, evidence)
}

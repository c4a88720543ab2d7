package edge.deepfake.core.decision

import edge.deepfake.core.contract.DecisionRule

/**
 * Verdict of a picture from the verdicts of its regions.
 *
 * The contract's `decision.pooling` names the rule. With "any_fake", a picture is FAKE if any region is FAKE, REAL if
 * every region is REAL, and UNSURE otherwise. The scanner and the camera's voting both use this function.
 *
 * @return Null if there is no region.
 * @throws IllegalArgumentException if the contract names another rule.
 */
public fun pooledVerdict(verdicts: List<Verdict>, rule: DecisionRule): Verdict? {
    requireAnyFake(rule)
    return when {
        verdicts.isEmpty() -> null
        verdicts.any { it == Verdict.FAKE } -> Verdict.FAKE
        verdicts.all { it == Verdict.REAL } -> Verdict.REAL
        else -> Verdict.UNSURE
    }
}

/**
 * Probability of fake of a picture from the probabilities of its regions. With "any_fake", it is the highest one, so
 * that [verdictOf] this probability equals [pooledVerdict].
 *
 * @throws NoSuchElementException if there is no region.
 * @throws IllegalArgumentException if the contract names another rule.
 */
public fun pooledProbability(probabilities: List<Double>, rule: DecisionRule): Double {
    requireAnyFake(rule)
    return probabilities.max()
}

private fun requireAnyFake(rule: DecisionRule) {
    require(rule.pooling == DecisionRule.ANY_FAKE) { "unknown pooling '${rule.pooling}'" }
}

package edge.deepfake.core.camera

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.contract.PoolingRule
import edge.deepfake.core.decision.RegionKind
import edge.deepfake.core.decision.pooledProbability
import edge.deepfake.core.decision.pooledReasons
import edge.deepfake.core.decision.pooledVerdict
import edge.deepfake.core.result.Region

/**
 * Smooths the verdicts of a camera's frames, region by region and for the frame. Not thread-safe.
 *
 * Each region of a frame joins the track whose last box it overlaps most (greedily, the best pair first). A
 * whole-picture region only joins a whole-picture track. A track averages the calibrated log-odds of its last frames,
 * and the contract's thresholds decide about the average. So the smoothing never narrows the UNSURE range. A shown
 * verdict, of a track or of the frame, changes only after another one has lasted for several frames in a row, so that
 * people can read it.
 *
 * @param decision The contract's decision block.
 * @param pooling The contract's pooling block.
 * @param rule The parameters of the smoothing.
 */
public class FrameVote(
    private val decision: DecisionRule,
    private val pooling: PoolingRule,
    private val rule: VotingRule = VotingRule(),
) {
    private val tracks = ArrayList<FaceTrack>()
    private var settled = SettledVerdict(rule)
    private var nextId = 1

    /**
     * Adds the next frame.
     *
     * @param regions The frame's regions, at least one.
     * @param facesOmitted Number of the frame's faces that were not judged.
     */
    public fun add(regions: List<Region>, facesOmitted: Int): VotedFrame {
        val voted = follow(regions)
        val probability = pooledProbability(voted, pooling)
        settled.add(pooledVerdict(probability, voted, facesOmitted, decision))
        val reasons = pooledReasons(settled.shown, regions.map { it.reasons }, facesOmitted)
        return VotedFrame(voted, probability, settled.shown, reasons)
    }

    /** Forgets every frame, for example after the camera was paused or rotated. */
    public fun reset() {
        tracks.clear()
        settled = SettledVerdict(rule)
    }

    private fun follow(regions: List<Region>): List<VotedRegion> {
        val matched = match(regions)
        for (track in tracks) if (track !in matched) track.miss()
        tracks.removeAll { it.isLost }
        return regions.mapIndexed { i, region ->
            val track = matched[i]?.also { it.add(region) } ?: start(region)
            VotedRegion(track.id, track.region, track.probability, track.shown, track.frames, track.isCapped)
        }
    }

    private fun start(region: Region): FaceTrack = FaceTrack(nextId++, region, rule, decision).also(tracks::add)

    private fun match(regions: List<Region>): List<FaceTrack?> {
        val matched = arrayOfNulls<FaceTrack>(regions.size)
        val pairs = regions.indices.flatMap { i -> tracks.map { Pair(i, it) } }
            .map { (i, track) -> Triple(i, track, likeness(regions[i], track)) }
            .filter { it.third >= rule.matchIou }
            .sortedByDescending { it.third }
        for ((i, track, _) in pairs) if (matched[i] == null && track !in matched) matched[i] = track
        return matched.asList()
    }

    private fun likeness(region: Region, track: FaceTrack): Double = when {
        region.kind != track.region.kind -> 0.0
        region.kind == RegionKind.IMAGE -> 1.0
        else -> region.box.overlap(track.region.box)
    }
}

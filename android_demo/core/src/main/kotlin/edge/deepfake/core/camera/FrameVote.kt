package edge.deepfake.core.camera

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.result.Region
import edge.deepfake.core.result.RegionKind

/**
 * Smooths the verdicts of a camera's frames, face by face. Not thread-safe.
 *
 * Each region of a frame joins the track whose last box it overlaps most (greedily, the best pair first). A
 * whole-picture region only joins a whole-picture track. A track averages the calibrated log-odds of its last frames,
 * and the contract's thresholds decide about the average. So the smoothing never narrows the UNSURE range. The shown
 * verdict changes only after the averaged verdict has differed for several frames in a row, so that people can read it.
 *
 * @param decision The contract's decision block.
 * @param rule The parameters of the smoothing.
 */
public class FrameVote(private val decision: DecisionRule, private val rule: VotingRule = VotingRule()) {
    private val tracks = ArrayList<FaceTrack>()
    private var nextId = 1

    /**
     * Adds the regions of the next frame.
     *
     * @return The smoothed verdicts of these regions, in the order of [regions].
     */
    public fun add(regions: List<Region>): List<VotedRegion> {
        val matched = match(regions)
        for (track in tracks) if (track !in matched) track.miss()
        tracks.removeAll { it.isLost }
        return regions.mapIndexed { i, region ->
            val track = matched[i]?.also { it.add(region) } ?: start(region)
            VotedRegion(track.id, track.region, track.probability, track.shown, track.frames)
        }
    }

    /** Deletes every track, for example after the camera was paused or rotated. */
    public fun reset() {
        tracks.clear()
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

package edge.deepfake.core.camera

import edge.deepfake.core.contract.DecisionRule
import edge.deepfake.core.result.Region
import edge.deepfake.core.result.RegionKind

/**
 * Smooths the verdicts of a camera's frames, face by face.
 *
 * Each region of a frame joins the track whose last box it overlaps most (greedily, best pair
 * first); a whole picture only joins a whole picture. A track averages the calibrated log-odds of
 * its last frames, and the contract's thresholds judge the average: noise between them stays
 * UNSURE, the abstain band is never narrowed. A shown verdict is replaced only when the averaged
 * one has differed for some frames in a row, so that it can be read. Not thread-safe.
 *
 * @param decision The contract's decision block.
 */
public class FrameVote(private val decision: DecisionRule, private val rule: VotingRule = VotingRule()) {
    private val tracks = ArrayList<FaceTrack>()
    private var nextId = 1

    /**
     * Takes the regions of the next frame; gives the votes of the tracks in view, in the order of
     * [regions].
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

    /** Forgets every track, as when the camera was paused or turned. */
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

package edge.deepfake.core.decision

/**
 * What caps a verdict at UNSURE, whatever the probability is. The reasons of a region and of a picture are listed in
 * this order.
 *
 * @property id The value in a result's JSON.
 */
public enum class Reason(public val id: String) {
    /** The region is a graphic, a drawing or a page of text. */
    NOT_A_PHOTOGRAPH("not_a_photograph"),

    /** The region has so few pixels that the network would see an enlarged picture. */
    TOO_SMALL("too_small"),

    /** The region is black and white. */
    NO_COLOUR("no_colour"),

    /** The whole picture is much longer than wide, or much wider than long. */
    EXTREME_SHAPE("extreme_shape"),

    /** A second look at the region gave another answer. */
    UNSTABLE("unstable"),

    /** The picture has more faces than are judged. Only a picture has this reason, never a region. */
    FACES_OMITTED("faces_omitted"),
    ;

    public companion object {
        /** The reasons that a region can have. */
        public val OF_REGIONS: List<Reason> = entries - FACES_OMITTED
    }
}

package edge.deepfake.app.result

import android.annotation.TargetApi
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.os.Parcelable

/** The pictures of an intent: shared, opened with this app, or chosen in it. Each occurs once. */
internal fun picturesOf(intent: Intent): List<Uri> {
    val streams = when (intent.action) {
        Intent.ACTION_SEND -> listOfNotNull(streamOf(intent))
        Intent.ACTION_SEND_MULTIPLE -> streamsOf(intent)
        else -> listOfNotNull(intent.data)
    }
    return streams.ifEmpty { clipsOf(intent) }.distinct()
}

private fun clipsOf(intent: Intent): List<Uri> {
    val clip = intent.clipData ?: return emptyList()
    return List(clip.itemCount) { clip.getItemAt(it).uri }.filterNotNull()
}

/** Null also if the other app put something other than a URI there. */
private fun streamOf(intent: Intent): Uri? = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
    typedStreamOf(intent)
} else {
    @Suppress("DEPRECATION") // The replacement needs Android 13.
    intent.getParcelableExtra<Parcelable>(Intent.EXTRA_STREAM) as? Uri
}

private fun streamsOf(intent: Intent): List<Uri> {
    val streams: List<Any?>? = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
        typedStreamsOf(intent)
    } else {
        @Suppress("DEPRECATION") // The replacement needs Android 13.
        intent.getParcelableArrayListExtra<Parcelable>(Intent.EXTRA_STREAM)
    }
    return streams.orEmpty().filterIsInstance<Uri>()
}

@TargetApi(Build.VERSION_CODES.TIRAMISU)
private fun typedStreamOf(intent: Intent): Uri? = intent.getParcelableExtra(Intent.EXTRA_STREAM, Uri::class.java)

@TargetApi(Build.VERSION_CODES.TIRAMISU)
private fun typedStreamsOf(intent: Intent): List<Uri>? =
    intent.getParcelableArrayListExtra(Intent.EXTRA_STREAM, Uri::class.java)

package edge.deepfake.app.picture

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import android.os.Build
import android.provider.MediaStore
import android.widget.Toast
import edge.deepfake.app.R

/**
 * Lets the person choose one picture, in the system's photo picker or in any app that offers pictures. Neither needs a
 * permission.
 *
 * The screen's `onActivityResult` receives the choice and passes it to [chosenPicture].
 */
internal fun Activity.choosePicture() {
    try {
        startActivityForResult(chooserIntent(), CHOOSE)
    } catch (_: ActivityNotFoundException) {
        Toast.makeText(this, R.string.no_chooser, Toast.LENGTH_LONG).show()
    }
}

/** The chosen picture; null if none was chosen, or if the result belongs to another request. */
internal fun chosenPicture(request: Int, result: Int, data: Intent?): Uri? =
    data?.data?.takeIf { request == CHOOSE && result == Activity.RESULT_OK }

private fun chooserIntent(): Intent = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
    Intent(MediaStore.ACTION_PICK_IMAGES).setType(PICTURES)
} else {
    Intent(Intent.ACTION_GET_CONTENT).addCategory(Intent.CATEGORY_OPENABLE).setType(PICTURES)
}

private const val CHOOSE = 1
private const val PICTURES = "image/*"

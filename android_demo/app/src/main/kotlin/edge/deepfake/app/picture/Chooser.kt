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
 * Asks the system for one picture: its photo picker, or any app that has pictures. Neither needs a permission.
 *
 * What was chosen comes to the screen's `onActivityResult`, for [chosenPicture].
 */
internal fun Activity.choosePicture() {
    try {
        startActivityForResult(chooserIntent(), CHOOSE)
    } catch (_: ActivityNotFoundException) {
        Toast.makeText(this, R.string.no_chooser, Toast.LENGTH_LONG).show()
    }
}

/** What was chosen; null if nothing was, or if it is the answer to something else. */
internal fun chosenPicture(request: Int, result: Int, data: Intent?): Uri? =
    data?.data?.takeIf { request == CHOOSE && result == Activity.RESULT_OK }

private fun chooserIntent(): Intent = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
    Intent(MediaStore.ACTION_PICK_IMAGES).setType(PICTURES)
} else {
    Intent(Intent.ACTION_GET_CONTENT).addCategory(Intent.CATEGORY_OPENABLE).setType(PICTURES)
}

private const val CHOOSE = 1
private const val PICTURES = "image/*"

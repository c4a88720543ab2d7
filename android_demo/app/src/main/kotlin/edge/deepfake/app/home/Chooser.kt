package edge.deepfake.app.home

import android.content.Intent
import android.os.Build
import android.provider.MediaStore

/** Asks the system for one picture: its photo picker, or any app that has pictures. Neither needs a permission. */
internal fun chooserIntent(): Intent = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
    Intent(MediaStore.ACTION_PICK_IMAGES).setType(PICTURES)
} else {
    Intent(Intent.ACTION_GET_CONTENT).addCategory(Intent.CATEGORY_OPENABLE).setType(PICTURES)
}

private const val PICTURES = "image/*"

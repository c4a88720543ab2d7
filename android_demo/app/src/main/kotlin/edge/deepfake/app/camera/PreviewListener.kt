package edge.deepfake.app.camera

import android.graphics.SurfaceTexture
import android.view.TextureView

/**
 * Reports the state of the preview's surface, on the main thread.
 *
 * @param available Called when the surface can be used.
 * @param changed Called when the surface has another size.
 * @param destroyed Called when the surface can no longer be used.
 */
internal class PreviewListener(
    private val available: () -> Unit,
    private val changed: () -> Unit,
    private val destroyed: () -> Unit,
) : TextureView.SurfaceTextureListener {
    override fun onSurfaceTextureAvailable(texture: SurfaceTexture, width: Int, height: Int) = available()

    override fun onSurfaceTextureSizeChanged(texture: SurfaceTexture, width: Int, height: Int) = changed()

    override fun onSurfaceTextureDestroyed(texture: SurfaceTexture): Boolean {
        destroyed()
        return true
    }

    override fun onSurfaceTextureUpdated(texture: SurfaceTexture) = Unit
}

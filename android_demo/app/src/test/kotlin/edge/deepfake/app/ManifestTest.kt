package edge.deepfake.app

import android.Manifest
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import edge.deepfake.app.home.HomeActivity
import edge.deepfake.app.result.BatchActivity
import edge.deepfake.app.result.ResultActivity
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
internal class ManifestTest {
    private val packages: PackageManager get() = APP.packageManager

    private fun screensFor(intent: Intent): List<String> =
        packages.queryIntentActivities(intent.setPackage(APP.packageName), PackageManager.MATCH_DEFAULT_ONLY)
            .map { it.activityInfo.name }

    @Test
    fun asksForTheCameraAndNothingElse() {
        val info = packages.getPackageInfo(APP.packageName, PackageManager.GET_PERMISSIONS)
        assertEquals(listOf(Manifest.permission.CAMERA), info.requestedPermissions?.toList())
    }

    @Test
    fun takesPicturesFromOtherApps() {
        val picture = Uri.parse("content://pictures/1")
        val result = listOf(ResultActivity::class.java.name)
        assertEquals(result, screensFor(Intent(Intent.ACTION_SEND).setType("image/png")))
        assertEquals(result, screensFor(Intent(Intent.ACTION_VIEW).setDataAndType(picture, "image/heic")))
        val batch = listOf(BatchActivity::class.java.name)
        assertEquals(batch, screensFor(Intent(Intent.ACTION_SEND_MULTIPLE).setType("image/jpeg")))
    }

    @Test
    fun takesNothingElse() {
        assertTrue(screensFor(Intent(Intent.ACTION_SEND).setType("text/plain")).isEmpty())
        val file = Intent(Intent.ACTION_VIEW).setDataAndType(Uri.parse("file:///sdcard/a.png"), "image/png")
        assertTrue(screensFor(file).isEmpty())
    }

    @Test
    fun onlyWhatOtherAppsNeedIsOpenToThem() {
        val flags = PackageManager.GET_ACTIVITIES or PackageManager.GET_SERVICES or PackageManager.GET_PROVIDERS
        val info = packages.getPackageInfo(APP.packageName, flags)
        val parts = info.activities.orEmpty().toList() + info.services.orEmpty() + info.providers.orEmpty()
        val open = setOf(HomeActivity::class.java, ResultActivity::class.java, BatchActivity::class.java)
        val exported = parts.filter { it.exported && it.name.startsWith("edge.deepfake.") }.map { it.name }.toSet()
        assertEquals(open.map { it.name }.toSet(), exported)
    }
}

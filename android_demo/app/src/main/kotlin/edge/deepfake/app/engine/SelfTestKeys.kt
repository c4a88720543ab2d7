package edge.deepfake.app.engine

import android.content.Context
import android.os.Build
import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.selftest.SelfTestKey
import java.io.File

/** What a self-test on this device, with this app and [bundle], is valid for. */
internal fun selfTestKeyOf(context: Context, bundle: Bundle): SelfTestKey {
    val app = context.packageManager.getPackageInfo(context.packageName, 0)
    return SelfTestKey(Build.FINGERPRINT, "${app.versionName} ${app.lastUpdateTime}", bundle.sha256)
}

/** Where the record lies; never backed up, for another phone must test for itself. */
internal fun selfTestStoreOf(context: Context): SelfTestStore =
    SelfTestStore(File(context.noBackupFilesDir, "self-test.json"))

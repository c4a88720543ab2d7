package edge.deepfake.app.engine

import android.content.Context
import android.os.Build
import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.selftest.SelfTestKey
import java.io.File

/** The device, app version and [bundle] for which a self-test's record is valid. */
internal fun selfTestKeyOf(context: Context, bundle: Bundle): SelfTestKey {
    val app = context.packageManager.getPackageInfo(context.packageName, 0)
    return SelfTestKey(Build.FINGERPRINT, "${app.versionName} ${app.lastUpdateTime}", bundle.sha256)
}

/** The store of the self-test's record. Its file is never backed up, because each phone must run its own self-test. */
internal fun selfTestStoreOf(context: Context): SelfTestStore =
    SelfTestStore(File(context.noBackupFilesDir, "self-test.json"))

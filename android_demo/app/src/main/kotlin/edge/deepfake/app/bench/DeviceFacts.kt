package edge.deepfake.app.bench

import android.annotation.TargetApi
import android.content.Context
import android.os.Build
import org.json.JSONArray
import org.json.JSONObject

/** The description of the device and of the app in the benchmark's record. */
internal fun deviceFacts(context: Context): JSONObject {
    val soc = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) socName() else null
    return JSONObject()
        .put("manufacturer", Build.MANUFACTURER)
        .put("model", Build.MODEL)
        .put("soc", soc ?: JSONObject.NULL)
        .put("fingerprint", Build.FINGERPRINT)
        .put("android", Build.VERSION.SDK_INT)
        .put("abis", JSONArray(Build.SUPPORTED_ABIS.toList()))
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("app", context.packageManager.getPackageInfo(context.packageName, 0).versionName)
}

@TargetApi(Build.VERSION_CODES.S)
private fun socName(): String = "${Build.SOC_MANUFACTURER} ${Build.SOC_MODEL}"

package edge.deepfake.app.engine

import android.app.Service
import android.content.Intent
import android.os.Handler
import android.os.IBinder
import android.os.Looper
import android.os.Message
import android.os.Messenger
import android.os.Process
import android.os.RemoteException
import android.util.Log
import edge.deepfake.app.ScanApplication
import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.errors.EdgeException
import java.io.IOException
import kotlin.concurrent.thread

/**
 * Runs the self-test in a process of its own (`android:process` in the manifest), so that a crashing driver does not
 * crash the app.
 *
 * A client sends [RUN] with a reply address. The service replies with [PROCESS] (arg1: the process id), with
 * [TRIAL_STARTED] (arg1: the candidate's ordinal) before each trial, and with [DONE] or [FAILED] at the end. The
 * outcomes are in the [SelfTestStore].
 */
internal class SelfTestService : Service() {
    private val incoming by lazy { Messenger(Handler(Looper.getMainLooper(), ::receive)) }

    override fun onBind(intent: Intent): IBinder = incoming.binder

    private fun receive(message: Message): Boolean {
        if (message.what != RUN) return false
        val client = message.replyTo ?: return false
        val threads = message.arg1
        thread(name = "self-test") { work(client, threads) }
        return true
    }

    private fun work(client: Messenger, threads: Int) {
        try {
            client.send(Message.obtain(null, PROCESS, Process.myPid(), 0))
            client.send(Message.obtain(null, if (test(client, threads)) DONE else FAILED))
        } catch (gone: RemoteException) {
            Log.i(TAG, "the client of the self-test is gone", gone)
        }
    }

    private fun test(client: Messenger, threads: Int): Boolean = try {
        val app = application as ScanApplication
        val bundle = Bundle.open(app.bundleSource)
        val runner = SelfTestRunner(bundle, app.modelLoader, selfTestStoreOf(this), threads) {
            client.send(Message.obtain(null, TRIAL_STARTED, it.ordinal, 0))
        }
        runner.run(selfTestKeyOf(this, bundle))
        true
    } catch (error: EdgeException) {
        Log.e(TAG, "the self-test cannot run", error)
        false
    } catch (error: IOException) {
        Log.e(TAG, "the self-test's record cannot be written", error)
        false
    }

    internal companion object {
        const val RUN = 1
        const val PROCESS = 2
        const val TRIAL_STARTED = 3
        const val DONE = 4
        const val FAILED = 5
        private const val TAG = "SelfTest"
    }
}

package edge.deepfake.app.engine

import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.ServiceConnection
import android.os.Handler
import android.os.IBinder
import android.os.Looper
import android.os.Message
import android.os.Messenger
import android.os.Process
import android.os.RemoteException
import edge.deepfake.app.engine.SelfTestProcess.End
import edge.deepfake.core.engine.Candidate
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/**
 * The client of [SelfTestService]: it binds the service, which starts the service's process, for the time of one run.
 *
 * @param threads Number of CPU threads.
 * @param timeoutSeconds Time limit for the start of the process, and for each trial.
 */
internal class BoundSelfTestProcess(
    private val context: Context,
    private val threads: Int,
    private val timeoutSeconds: Long = TIMEOUT_SECONDS,
) : SelfTestProcess {
    override fun run(onTrialStart: (Candidate) -> Unit): End {
        val connection = Connection()
        val intent = Intent(context, SelfTestService::class.java)
        if (!context.bindService(intent, connection, Context.BIND_AUTO_CREATE)) return End.FAILED
        try {
            return listen(connection, onTrialStart)
        } finally {
            context.unbindService(connection)
        }
    }

    private fun listen(connection: Connection, onTrialStart: (Candidate) -> Unit): End {
        var processId = 0
        while (true) {
            val reply = connection.replies.poll(timeoutSeconds, TimeUnit.SECONDS)
            when (reply?.what) {
                null -> {
                    if (processId != 0) Process.killProcess(processId)
                    return End.TIMED_OUT
                }

                SelfTestService.PROCESS -> processId = reply.value

                SelfTestService.TRIAL_STARTED -> onTrialStart(Candidate.entries[reply.value])

                SelfTestService.DONE -> return End.DONE

                SelfTestService.FAILED -> return End.FAILED

                DISCONNECTED -> return End.DIED
            }
        }
    }

    private class Reply(val what: Int, val value: Int)

    private inner class Connection : ServiceConnection {
        val replies = LinkedBlockingQueue<Reply>()
        private val inbox = Messenger(Handler(Looper.getMainLooper()) { replies.add(Reply(it.what, it.arg1)) })

        override fun onServiceConnected(name: ComponentName, service: IBinder) {
            val request = Message.obtain(null, SelfTestService.RUN, threads, 0)
            request.replyTo = inbox
            try {
                Messenger(service).send(request)
            } catch (_: RemoteException) {
                replies.add(Reply(DISCONNECTED, 0))
            }
        }

        override fun onServiceDisconnected(name: ComponentName) {
            replies.add(Reply(DISCONNECTED, 0))
        }

        override fun onNullBinding(name: ComponentName) {
            replies.add(Reply(DISCONNECTED, 0))
        }
    }

    private companion object {
        const val DISCONNECTED = -1

        /** A GPU driver compiles its programs in the first run, which takes some devices ten seconds. */
        const val TIMEOUT_SECONDS = 60L
    }
}

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
import edge.deepfake.app.engine.TrialProcess.End
import edge.deepfake.core.engine.Candidate
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/**
 * [SelfTestService], bound for the time of one run.
 *
 * @param threads Of the CPU.
 * @param patienceSeconds For the start of the process, and for each candidate.
 */
internal class BoundTrialProcess(
    private val context: Context,
    private val threads: Int,
    private val patienceSeconds: Long = PATIENCE_SECONDS,
) : TrialProcess {
    override fun run(begun: (Candidate) -> Unit): End {
        val link = Link()
        val intent = Intent(context, SelfTestService::class.java)
        if (!context.bindService(intent, link, Context.BIND_AUTO_CREATE)) return End.FAILED
        try {
            return listen(link, begun)
        } finally {
            context.unbindService(link)
        }
    }

    private fun listen(link: Link, begun: (Candidate) -> Unit): End {
        var process = 0
        while (true) {
            val word = link.words.poll(patienceSeconds, TimeUnit.SECONDS)
            when (word?.what) {
                null -> {
                    if (process != 0) Process.killProcess(process)
                    return End.TIMED_OUT
                }

                SelfTestService.PROCESS -> process = word.value

                SelfTestService.BEGUN -> begun(Candidate.entries[word.value])

                SelfTestService.DONE -> return End.DONE

                SelfTestService.FAILED -> return End.FAILED

                GONE -> return End.DIED
            }
        }
    }

    private class Word(val what: Int, val value: Int)

    private inner class Link : ServiceConnection {
        val words = LinkedBlockingQueue<Word>()
        private val replies = Messenger(Handler(Looper.getMainLooper()) { words.add(Word(it.what, it.arg1)) })

        override fun onServiceConnected(name: ComponentName, service: IBinder) {
            val request = Message.obtain(null, SelfTestService.RUN, threads, 0)
            request.replyTo = replies
            try {
                Messenger(service).send(request)
            } catch (_: RemoteException) {
                words.add(Word(GONE, 0))
            }
        }

        override fun onServiceDisconnected(name: ComponentName) {
            words.add(Word(GONE, 0))
        }

        override fun onNullBinding(name: ComponentName) {
            words.add(Word(GONE, 0))
        }
    }

    private companion object {
        const val GONE = -1

        /** A GPU compiles its programs on the first run; some take ten seconds. */
        const val PATIENCE_SECONDS = 60L
    }
}

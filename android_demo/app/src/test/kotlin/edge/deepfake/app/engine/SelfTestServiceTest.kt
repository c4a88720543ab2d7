package edge.deepfake.app.engine

import android.content.ComponentName
import android.content.Intent
import android.os.Binder
import android.os.DeadObjectException
import android.os.IBinder
import android.os.Parcel
import edge.deepfake.app.APP
import edge.deepfake.app.Behaviour
import edge.deepfake.app.FakeModelLoader
import edge.deepfake.app.settle
import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.contract.BundleSource
import edge.deepfake.core.engine.Candidate
import edge.deepfake.core.selftest.TrialCode
import java.io.IOException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

/** The self-test's service and its client exchange messages as between two processes; here both are in one process. */
@RunWith(RobolectricTestRunner::class)
internal class SelfTestServiceTest {
    private val onTrialStart = ArrayList<Candidate>()

    private fun run(binder: IBinder, timeoutSeconds: Long = 60): SelfTestProcess.End {
        val name = ComponentName(APP, SelfTestService::class.java)
        shadowOf(APP).setComponentNameAndServiceForBindService(name, binder)
        val process = BoundSelfTestProcess(APP, threads = 1, timeoutSeconds = timeoutSeconds)
        val end = CompletableFuture.supplyAsync { process.run(onTrialStart::add) }
        val deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2)
        while (!end.isDone && System.nanoTime() < deadline) {
            settle()
            Thread.sleep(STEP_MILLIS)
        }
        return end.get(1, TimeUnit.SECONDS)
    }

    private fun service(): IBinder = Robolectric.setupService(SelfTestService::class.java).onBind(Intent())

    @Test
    fun triesEveryCandidateAndKeepsTheRecord() {
        APP.modelLoader = FakeModelLoader(
            behaviours = mapOf(Candidate.CPU to Behaviour.RIGHT, Candidate.GPU_FP16 to Behaviour.WRONG),
        )
        assertEquals(SelfTestProcess.End.DONE, run(service()))
        assertEquals(Candidate.entries.toList(), onTrialStart)
        val key = selfTestKeyOf(APP, Bundle.open(APP.bundleSource))
        val codes = selfTestStoreOf(APP).read(key).trials.associate { it.candidate to it.code }
        assertEquals(TrialCode.PASSED, codes[Candidate.CPU])
        assertEquals(TrialCode.WRONG_ANSWERS, codes[Candidate.GPU_FP16])
        assertEquals(TrialCode.UNAVAILABLE, codes[Candidate.GPU_FP32])
    }

    @Test
    fun saysThatItCannotBegin() {
        APP.bundleSource = BundleSource { throw IOException("gone") }
        assertEquals(SelfTestProcess.End.FAILED, run(service()))
    }

    @Test
    fun givesUpAProcessThatSaysNothing() {
        assertEquals(SelfTestProcess.End.TIMED_OUT, run(Binder(), timeoutSeconds = 1))
    }

    @Test
    fun noticesThatTheProcessIsGone() {
        val dead = object : Binder() {
            override fun onTransact(code: Int, data: Parcel, reply: Parcel?, flags: Int): Boolean =
                throw DeadObjectException()
        }
        assertEquals(SelfTestProcess.End.DIED, run(dead))
    }

    private companion object {
        const val STEP_MILLIS = 5L
    }
}

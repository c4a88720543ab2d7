package edge.deepfake.core.support

import edge.deepfake.core.contract.Bundle
import edge.deepfake.core.contract.FolderSource
import edge.deepfake.core.engine.Engine
import edge.deepfake.core.engine.NetworkEngine
import edge.deepfake.core.faces.CameraFaceFinder
import edge.deepfake.core.faces.FaceFinder
import edge.deepfake.core.faces.StillFaceFinder
import edge.deepfake.core.scan.Scanner

/** The default bundle, with its models run on this computer. */
internal object RealBundle {
    val bundle: Bundle by lazy { Bundle.open(FolderSource(BUNDLE_FOLDER)) }

    fun engine(): Engine {
        val contract = bundle.contract
        val info = runtimeInfo("tflite-java", 1)
        return NetworkEngine(contract, LinuxRunner(bundle.read(contract.model.file)), info)
    }

    fun faces(): FaceFinder = StillFaceFinder(bundle.contract.faces, bundle.contract.crop.minFaceSide, ::open)

    fun cameraFaces(): FaceFinder = CameraFaceFinder(bundle.contract.faces, bundle.contract.crop.minFaceSide, ::open)

    private fun open(file: String) = LinuxRunner(bundle.read(file))

    fun scanner(): Scanner = Scanner(bundle, engine(), faces())
}

package edge.deepfake.core

/** The bundle that ships, and its networks on this computer. */
internal object RealBundle {
    val bundle: Bundle by lazy { Bundle.open(FolderSource(BUNDLE_FOLDER)) }

    fun engine(): Engine {
        val contract = bundle.contract
        val info = runtimeInfo("tflite-java", 1)
        return NetworkEngine(contract, LinuxRunner(bundle.read(contract.model.file)), info)
    }

    fun faces(views: FaceViews = FaceViews.ALL): FaceDetector =
        FaceDetector(bundle.contract.faces, views) { LinuxRunner(bundle.read(it)) }

    fun scanner(): Scanner = Scanner(bundle, engine(), faces())
}

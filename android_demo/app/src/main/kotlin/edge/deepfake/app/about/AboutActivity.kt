package edge.deepfake.app.about

import android.content.Context
import android.os.Bundle
import android.view.ViewGroup
import android.widget.TextView
import edge.deepfake.app.R
import edge.deepfake.app.engine.EngineState
import edge.deepfake.app.screen.Screen
import edge.deepfake.app.screen.countOf
import edge.deepfake.app.screen.percentOf
import edge.deepfake.app.screen.preciseOf
import edge.deepfake.app.screen.showPage
import edge.deepfake.core.contract.Contract
import edge.deepfake.core.contract.Headline

/** The "About" screen: what the app does, what it must not be used for, and the model's facts and test results. */
class AboutActivity : Screen() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        showPage(R.layout.about, R.string.about)
    }

    override fun onEngine(state: EngineState) {
        val column = findViewById<ViewGroup>(R.id.column)
        column.removeAllViews()
        addCard(column, R.string.about_what_title, getString(R.string.about_what))
        addCard(column, R.string.about_limits_title, getString(R.string.about_limits))
        addCard(column, R.string.about_privacy_title, getString(R.string.about_privacy))
        if (state is EngineState.Ready) {
            val contract = state.bundle.contract
            addCard(column, R.string.about_model_title, modelOf(contract, state.bundle.sha256))
            addCard(column, R.string.about_figures_title, figuresOf(contract))
        }
        addCard(column, R.string.about_licences_title, getString(R.string.about_licences))
        addCard(column, R.string.app_name, getString(R.string.about_version, versionOf(this)))
    }

    private fun addCard(column: ViewGroup, title: Int, text: String) {
        val card = layoutInflater.inflate(R.layout.about_card, column, false)
        card.findViewById<TextView>(R.id.about_title).setText(title)
        card.findViewById<TextView>(R.id.about_text).text = text
        column.addView(card)
    }

    private fun modelOf(contract: Contract, sha256: String): String {
        val model = contract.model
        val rule = contract.decision
        val made = contract.provenance.created
        val facts =
            getString(R.string.about_model, contract.id, made, countOf(model.parameters), model.quantization, sha256)
        return facts + "\n\n" + getString(R.string.about_decision, percentOf(rule.fakeAt), percentOf(rule.realAt))
    }

    private fun figuresOf(contract: Contract): String =
        (listOf(getString(R.string.about_figures), "") + contract.metrics.headline.map(::lineOf)).joinToString("\n")

    private fun lineOf(figure: Headline): String = getString(
        R.string.about_figure,
        "${figure.source}, ${figure.tier}",
        preciseOf(figure.auc),
        preciseOf(figure.low),
        preciseOf(figure.high),
        countOf(figure.pictures),
    )

    private fun versionOf(context: Context): String =
        context.packageManager.getPackageInfo(context.packageName, 0).versionName.orEmpty()
}

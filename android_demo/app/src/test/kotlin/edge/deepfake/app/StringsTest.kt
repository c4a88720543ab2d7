package edge.deepfake.app

import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import org.junit.Assert.assertEquals
import org.junit.Test
import org.w3c.dom.Element

/** Every language has the same strings with the same placeholders. */
internal class StringsTest {
    private val places = Regex("%(\\d+\\$)?[sd%]")

    private fun textsOf(folder: String): Map<String, Set<String>> {
        val file = File(REPOSITORY, "android_demo/app/src/main/res/$folder/strings.xml")
        val root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).documentElement
        val texts = List(root.childNodes.length) { root.childNodes.item(it) }.filterIsInstance<Element>()
        return texts.associate { text ->
            "${text.tagName} ${text.getAttribute("name")}" to
                places.findAll(text.textContent).map { it.value }.toSet()
        }
    }

    @Test
    fun germanSaysWhatEnglishSays() {
        assertEquals(textsOf("values"), textsOf("values-de"))
    }
}

package dev.fcgi.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FactsViewTest {

    @Test
    void nullEmptyStringEmptyListAndTheirTextsAllDiffer() {
        assertThat(List.of(cell(null), cell(""), cell("null"), cell("empty string"), cell(List.of()), cell("none")))
                .doesNotHaveDuplicates();
        assertThat(cell(null)).isEqualTo("<em class=\"mark null\">null</em>");
        assertThat(cell("")).isEqualTo("<em class=\"mark\">empty string</em>");
        assertThat(cell("null")).isEqualTo("<code>null</code>");
    }

    @Test
    void escapesTitlesNamesAndValues() {
        String html =
                FactsView.of(List.of(new FactGroup("<t>", null, Map.of("<n>", List.of("<v>", Map.of("<k>", "\"&'"))))));
        assertThat(html)
                .contains("&lt;t&gt;", "&lt;n&gt;", "&lt;v&gt;", "&lt;k&gt;", "&quot;&amp;&#39;")
                .doesNotContain("<t>", "<n>", "<v>", "<k>");
    }

    @Test
    void saysWhenAGroupHasNoFacts() {
        assertThat(FactsView.of(List.of(new FactGroup("Cookies", "cookies", Map.of()))))
                .contains("<h2>Cookies</h2>", ">none<");
    }

    private static String cell(@Nullable Object value) {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("name", value);
        String html = FactsView.of(List.of(new FactGroup("Title", null, facts)));
        return html.substring(html.indexOf("<td>") + 4, html.indexOf("</td>"));
    }
}

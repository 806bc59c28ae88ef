package dev.fcgi.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void escapesMarkupAndBothQuotes() {
        assertThat(Html.escape("<a href=\"x\" title='y'>&amp;</a>"))
                .isEqualTo("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
    }

    @Test
    void keepsOtherTextAndLineFeeds() {
        assertThat(Html.escape("Grüße\t世界 😀\n")).isEqualTo("Grüße\t世界 😀\n");
    }

    @Test
    void showsControlCharactersAsSymbols() {
        assertThat(Html.escape("\0a\r\u001b")).isEqualTo("\u2400a\u240d\u241b");
    }
}

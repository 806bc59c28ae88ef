package dev.fcgi.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.benchmarks.Results.Row;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BarChartTest {
    private static final List<Row> ROWS = List.of(
            new Row("FastCGI", 40, 40, 0, 0.5, 9000),
            new Row("HTTP", 80, 80, 0, 1, 8000),
            new Row("<php> & more", 160, 160, 0, 2, 7000));

    private final String svg = BarChart.svg(Map.of(Page.HELLO, ROWS), "HTTP");

    @Test
    void barsAreAsLongAsTheRatios() throws Exception {
        List<Element> bars = elements("rect").stream()
                .filter(rect -> !rect.getAttribute("class").equals("back"))
                .toList();
        assertThat(bars).extracting(bar -> bar.getAttribute("class")).containsExactly("bar", "reference", "bar");
        assertThat(bars)
                .extracting(bar -> Double.parseDouble(bar.getAttribute("width")))
                .containsExactly(120.0, 240.0, 480.0);
    }

    @Test
    void barsAreLabelled() throws Exception {
        assertThat(elements("text"))
                .extracting(Element::getTextContent)
                .contains("CPU time per request in relation to HTTP", "/hello, 14 bytes")
                .containsSubsequence("FastCGI", "0.50", "HTTP", "1.00", "<php> & more", "2.00");
    }

    @Test
    void standsAlone() {
        assertThat(svg)
                .contains("prefers-color-scheme: dark")
                .doesNotContain("<script", "@font-face", "@import", "url(");
        assertThat(svg.replace("http://www.w3.org/2000/svg", "")).doesNotContain("://");
    }

    private List<Element> elements(String name) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}

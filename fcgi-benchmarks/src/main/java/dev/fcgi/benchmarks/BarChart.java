package dev.fcgi.benchmarks;

import dev.fcgi.benchmarks.Results.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The ratios of CPU time as bars, in SVG: without scripts and fonts of its own, on a background of its own, and light or
 * dark as the reader's system is.
 */
final class BarChart {
    private static final int WIDTH = 720;
    private static final int LEFT = 210;
    private static final int RIGHT = 30;
    private static final int TITLE_HEIGHT = 40;
    private static final int GROUP_TITLE_HEIGHT = 36;
    private static final int ROW_HEIGHT = 28;
    private static final int BAR_HEIGHT = 18;
    private static final int BOTTOM = 16;

    private static final String STYLE = """
            .back { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif }
            .title { font-weight: 600; font-size: 15px } .group { font-weight: 600 }
            .bar { fill: #2f6fde } .reference { fill: #6e7781 } .value { fill: #ffffff } .one { stroke: #1f2328; stroke-dasharray: 3 3 }
            @media (prefers-color-scheme: dark) {
              .back { fill: #0d1117 } text { fill: #e6edf3 } .one { stroke: #e6edf3 }
            }
            """;

    private BarChart() {}

    /**
     * Draws a chart.
     *
     * @param pages a group of bars each
     * @param reference the peer whose ratios are 1
     */
    static String svg(Map<Page, List<Row>> pages, String reference) {
        double highest = pages.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Row::ratio)
                .max()
                .orElse(1);
        double scale = (WIDTH - LEFT - RIGHT) / Math.max(1, highest);
        String title = "CPU time per request in relation to " + reference;
        StringBuilder body = new StringBuilder();
        int y = TITLE_HEIGHT;
        for (Map.Entry<Page, List<Row>> page : pages.entrySet()) {
            String group = page.getKey().path() + ", " + page.getKey().bytes().length + " bytes";
            text(body, "group", LEFT, y + 20, "start", group);
            y += GROUP_TITLE_HEIGHT;
            int top = y;
            for (Row row : page.getValue()) {
                bar(body, row, y, scale, row.peer().equals(reference) ? "reference" : "bar");
                y += ROW_HEIGHT;
            }
            append(
                    body,
                    "<line class=\"one\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>\n",
                    LEFT + scale,
                    top - 4,
                    y);
        }
        StringBuilder svg = new StringBuilder();
        append(svg, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                <title>%3$s</title>
                <style>
                %4$s</style>
                <rect class="back" width="%1$d" height="%2$d"/>
                """, WIDTH, y + BOTTOM, escape(title), STYLE);
        text(svg, "title", LEFT, 26, "start", title);
        return svg.append(body).append("</svg>\n").toString();
    }

    private static void bar(StringBuilder out, Row row, int y, double scale, String style) {
        int baseline = y + BAR_HEIGHT - 4;
        text(out, "label", LEFT - 8, baseline, "end", row.peer());
        append(
                out,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
                style,
                LEFT,
                y,
                scale * row.ratio(),
                BAR_HEIGHT);
        text(out, "value", LEFT + 8, baseline, "start", String.format(Locale.ROOT, "%.2f", row.ratio()));
    }

    private static void text(StringBuilder out, String style, double x, int y, String anchor, String text) {
        append(
                out,
                "<text class=\"%s\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
                style,
                x,
                y,
                anchor,
                escape(text));
    }

    private static void append(StringBuilder out, String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

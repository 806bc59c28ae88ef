package dev.fcgi.inspector;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes groups of facts as HTML; a null, an empty string and an empty list each look different from any text. */
final class FactsView {
    private final StringBuilder out = new StringBuilder();

    private FactsView() {}

    /** {@return one section per group} */
    static String of(List<FactGroup> groups) {
        FactsView view = new FactsView();
        groups.forEach(view::section);
        return view.out.toString();
    }

    private void section(FactGroup group) {
        out.append("<section class=\"card\">\n<h2>")
                .append(Html.escape(group.title()))
                .append("</h2>\n");
        if (group.facts().isEmpty()) {
            out.append("<p><em class=\"mark\">none</em></p>\n");
        } else {
            table(group.facts());
        }
        out.append("</section>\n");
    }

    private void table(Map<?, ?> facts) {
        out.append("<table>\n");
        facts.forEach((name, value) -> {
            out.append("<tr><th scope=\"row\">")
                    .append(Html.escape(name.toString()))
                    .append("</th><td>");
            value(value);
            out.append("</td></tr>\n");
        });
        out.append("</table>\n");
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            out.append("<em class=\"mark null\">null</em>");
        } else if (value instanceof Map<?, ?> map) {
            table(map);
        } else if (value instanceof Iterable<?> values) {
            list(values.iterator());
        } else if (value.equals("")) {
            out.append("<em class=\"mark\">empty string</em>");
        } else {
            String type = value instanceof String ? "" : " class=\"literal\"";
            out.append("<code").append(type).append('>');
            out.append(Html.escape(value.toString())).append("</code>");
        }
    }

    private void list(Iterator<?> values) {
        if (!values.hasNext()) {
            out.append("<em class=\"mark\">none</em>");
        }
        while (values.hasNext()) {
            out.append("<div>");
            value(values.next());
            out.append("</div>");
        }
    }
}

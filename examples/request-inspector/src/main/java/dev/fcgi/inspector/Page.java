package dev.fcgi.inspector;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pages of this application, for one request. */
final class Page {
    private static final Template FRAME = new Template(Template.resource("page.html"));
    private static final Template FORMS = new Template(Template.resource("forms.html"));
    private static final String STYLE = Template.resource("page.css");
    private static final String SCRIPT = Template.resource("clock.js");

    /** Allows the style and the script of the page, events from this server, and nothing else. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; base-uri 'none'; img-src data:; connect-src 'self'; style-src 'sha256-%s'; script-src 'sha256-%s'"
                    .formatted(hash(STYLE), hash(SCRIPT));

    private final HttpServletRequest request;
    private final HttpServletResponse response;

    Page(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
    }

    /** {@return the page that shows the facts of the request and the forms to make another} */
    String inspector(List<FactGroup> facts) {
        return frame("Request inspector", "<div class=\"columns\">\n" + FactsView.of(facts) + "</div>\n" + forms());
    }

    /** {@return a page that shows a result as facts} */
    String result(String title, List<FactGroup> facts) {
        return frame(title, FactsView.of(facts));
    }

    /** {@return a page that shows a sentence} */
    String message(String title, String message) {
        return frame(title, "<section class=\"card\">\n<p>" + Html.escape(message) + "</p>\n</section>\n");
    }

    private String frame(String title, String content) {
        return FRAME.fill(Map.of(
                "title", Html.escape(title),
                "method", Html.escape(request.getMethod()),
                "requestURI", Html.escape(request.getRequestURI()),
                "home", url("/"),
                "style", STYLE,
                "script", SCRIPT,
                "content", content));
    }

    private String forms() {
        var urls = new HashMap<String, String>();
        for (String name : List.of("upload", "session", "events", "download", "error")) {
            urls.put(name, url("/" + name));
        }
        urls.put("home", url("/"));
        urls.put("post", url("/api/forms/post?from=query"));
        urls.put("split", url("/api/a/b%20c?q=1&q=2&empty="));
        return FORMS.fill(urls);
    }

    /** Below the context path, with the session ID if the client keeps no cookies. */
    private String url(String path) {
        return Html.escape(response.encodeURL(request.getContextPath() + path));
    }

    private static String hash(String inline) {
        return Base64.getEncoder().encodeToString(Digest.newSha256().digest(inline.getBytes(StandardCharsets.UTF_8)));
    }
}

package dev.fcgi.inspector;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How an answer is written. */
enum Format {
    HTML,
    JSON;

    private static final List<String> NAMES = List.of("html", "json");

    /**
     * {@return what the {@code format} parameter says, or else the Accept header}
     *
     * @throws BadParameterException if the parameter is neither {@code html} nor {@code json}
     */
    static Format of(HttpServletRequest request) throws BadParameterException {
        if (request.getParameter("format") == null) {
            return accepted(request);
        }
        return valueOf(Parameters.oneOf(request, "format", NAMES).toUpperCase(Locale.ROOT));
    }

    /** {@return JSON if the Accept header names {@code application/json} and not {@code text/html}} */
    static Format accepted(HttpServletRequest request) {
        String accept =
                String.join(",", Collections.list(request.getHeaders("Accept"))).toLowerCase(Locale.ROOT);
        return accept.contains("application/json") && !accept.contains("text/html") ? JSON : HTML;
    }
}

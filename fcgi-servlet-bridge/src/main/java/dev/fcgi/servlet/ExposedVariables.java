package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.NameValuePairs;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables that the application may see as such: none, unless the policy says so (P-3). The last value counts. */
final class ExposedVariables {
    /** Credentials, and what only scripts that run as CGI must fear. */
    private static final Set<String> NEVER = Set.of("REMOTE_PASSWD", "HTTP_PROXY");

    private static final Set<String> ONLY_AS_HEADERS =
            Set.of("HTTP_AUTHORIZATION", "REDIRECT_HTTP_AUTHORIZATION", "HTTP_PROXY_AUTHORIZATION", "HTTP_COOKIE");

    private ExposedVariables() {}

    static Map<String, String> attributes(NameValuePairs params, TrustPolicy policy) {
        if (policy.attributes().patterns().isEmpty()) {
            return Map.of();
        }
        Map<String, String> attributes = all(params, policy.secretVariable());
        attributes.keySet().removeIf(name -> !policy.attributes().contains(name));
        return attributes;
    }

    static @Nullable Map<String, String> all(NameValuePairs params, TrustPolicy policy) {
        if (!policy.variables()) {
            return null;
        }
        Map<String, String> variables = all(params, policy.secretVariable());
        variables.keySet().removeIf(name -> ONLY_AS_HEADERS.contains(name.toUpperCase(Locale.ROOT)));
        return variables;
    }

    private static Map<String, String> all(NameValuePairs params, String own) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < params.size(); i++) {
            String name = params.name(i);
            if (VariableNames.isName(name) && !name.equals(own) && !NEVER.contains(name.toUpperCase(Locale.ROOT))) {
                variables.put(name, Utf8.decodeOrKeep(params.value(i, ISO_8859_1)));
            }
        }
        return variables;
    }
}

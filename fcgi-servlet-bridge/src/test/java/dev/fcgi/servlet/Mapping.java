package dev.fcgi.servlet;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fcgi.core.NameValuePairs;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Maps variables under settings. */
final class Mapping {
    private static final String[] GET = {"REQUEST_METHOD", "GET", "HTTP_HOST", "a.test"};

    private final Map<String, String> settings = new HashMap<>();

    /** {@return a mapping under these settings, in pairs of name and text} */
    static Mapping with(String... settings) {
        Mapping mapping = new Mapping();
        for (int i = 0; i < settings.length; i += 2) {
            mapping.settings.put(settings[i], settings[i + 1]);
        }
        return mapping;
    }

    /** {@return a GET request of these variables, in pairs of name and value} */
    CgiRequest get(String... variables) throws CgiException {
        String[] all = Stream.of(GET, variables).flatMap(Stream::of).toArray(String[]::new);
        return CgiRequestMapper.map(NameValuePairs.of(all), TrustPolicy.parse(settings));
    }

    CgiException refusal(String... variables) {
        return catchThrowableOfType(CgiException.class, () -> get(variables));
    }
}

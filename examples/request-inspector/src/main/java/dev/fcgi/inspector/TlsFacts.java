package dev.fcgi.inspector;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of a request that came over TLS (Servlet 6.1, section 3.10). */
final class TlsFacts {
    private static final String PREFIX = "jakarta.servlet.request.";

    private TlsFacts() {}

    /** {@return the facts, all {@code null} if the container knows of no TLS} */
    static Map<String, @Nullable Object> of(HttpServletRequest request) {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("secureProtocol", plain(request.getAttribute(PREFIX + "secure_protocol")));
        facts.put("cipherSuite", plain(request.getAttribute(PREFIX + "cipher_suite")));
        facts.put("keySize", plain(request.getAttribute(PREFIX + "key_size")));
        facts.put("sslSessionId", plain(request.getAttribute(PREFIX + "ssl_session_id")));
        facts.put("certificateSubjects", subjects(request.getAttribute(PREFIX + "X509Certificate")));
        return facts;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value == null || value instanceof Integer ? value : value.toString();
    }

    /** The client's certificate comes first, its issuers follow. */
    private static @Nullable Object subjects(@Nullable Object value) {
        if (value instanceof X509Certificate[] certificates) {
            return Arrays.stream(certificates)
                    .map(certificate -> certificate.getSubjectX500Principal().getName())
                    .toList();
        }
        return plain(value);
    }
}

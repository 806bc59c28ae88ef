package dev.fcgi.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the front end says of the TLS connection with the client. Names are the front end's own, most often OpenSSL's.
 *
 * @param protocol such as {@code TLSv1.3}, or {@code null}
 * @param cipherSuite such as {@code TLS_AES_256_GCM_SHA384} or {@code ECDHE-RSA-AES128-GCM-SHA256}, or {@code null}
 * @param keySize its bits, from the name of the suite where no variable has them, or {@code null}
 * @param sessionId hexadecimal, or {@code null}
 * @param clientCertificate one that the front end has verified, or {@code null}
 */
public record Tls(
        @Nullable String protocol,
        @Nullable String cipherSuite,
        @Nullable Integer keySize,
        @Nullable String sessionId,
        @Nullable ClientCertificate clientCertificate) {
    private static final String VERIFIED = "SUCCESS";

    /** A container knows the JDK's names, where AES_256 is written with an underscore. */
    private static final Pattern OPENSSL_KEY = Pattern.compile("(?:AES|CAMELLIA|ARIA)(128|256)|CHACHA20");

    static Tls of(MetaVariables variables, TrustPolicy policy, Set<Notice> notices) {
        String cipherSuite = first(variables, policy.sslCipher());
        Integer keySize = keySize(first(variables, policy.sslKeySize()));
        return new Tls(
                first(variables, policy.sslProtocol()),
                cipherSuite,
                keySize != null ? keySize : keySizeOf(cipherSuite),
                first(variables, policy.sslSessionId()),
                clientCertificate(variables, policy, notices));
    }

    private static @Nullable String first(MetaVariables variables, VariableNames names) {
        for (String name : names.names()) {
            String value = variables.header(name);
            if (!value.isEmpty() && !value.equals("(null)") && !value.equals("NONE")) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable Integer keySize(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,6}") ? Integer.valueOf(text) : null;
    }

    /** nginx has no variable for it. */
    private static @Nullable Integer keySizeOf(@Nullable String cipherSuite) {
        Matcher key = OPENSSL_KEY.matcher(cipherSuite == null ? "" : cipherSuite);
        if (!key.find()) {
            return null;
        }
        return key.group(1) == null ? 256 : Integer.valueOf(key.group(1));
    }

    private static @Nullable ClientCertificate clientCertificate(
            MetaVariables variables, TrustPolicy policy, Set<Notice> notices) {
        String leaf = first(variables, policy.clientCertificate());
        if (leaf == null) {
            return null;
        }
        String verified = variables.getOrEmpty(policy.clientVerify());
        if (!verified.equals(VERIFIED)) {
            if (verified.isEmpty()) {
                notices.add(Notice.CLIENT_CERTIFICATE_NOT_VERIFIED);
            }
            return null;
        }
        List<String> texts = new ArrayList<>();
        texts.add(leaf);
        for (String name : policy.clientCertificateChain().names()) {
            String numbered = name + "_0";
            String whole = first(variables, VariableNames.of(name));
            if (whole != null) {
                texts.add(whole);
            }
            for (int i = 1; !variables.header(numbered).isEmpty(); i++) {
                texts.add(variables.header(numbered));
                numbered = name + "_" + i;
            }
        }
        return new ClientCertificate(texts);
    }
}

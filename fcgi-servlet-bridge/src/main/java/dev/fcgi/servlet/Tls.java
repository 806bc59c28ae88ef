package dev.fcgi.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the front end says of the TLS connection with the client. Names are the front end's own, most often OpenSSL's.
 *
 * @param protocol such as {@code TLSv1.3}, or {@code null}
 * @param cipherSuite such as {@code TLS_AES_256_GCM_SHA384} or {@code ECDHE-RSA-AES128-GCM-SHA256}, or {@code null}
 * @param keySize its bits, or {@code null}
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

    static Tls of(MetaVariables variables, TrustPolicy policy, Set<Notice> notices) {
        return new Tls(
                first(variables, policy.sslProtocol()),
                first(variables, policy.sslCipher()),
                keySize(first(variables, policy.sslKeySize())),
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

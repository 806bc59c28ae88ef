package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests by TLS, without and with a client certificate. */
interface CertificateContract extends GetterContract {

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    default void everyGetterIsRightWithoutACertificate(String context) throws Exception {
        int port = sites().tls();
        try (RawHttp connection = connectSecurely(port, "none")) {
            secureTable(connection, port, context, "/open").compare(ask(connection, context + "/open"));
        }
    }

    /** Below TLS 1.3 names of suites are OpenSSL's, and a session that the client keeps, as a ticket, has no ID. */
    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    default void everyGetterIsRightWithTls12(String context) throws Exception {
        int port = sites().tls();
        try (RawHttp connection =
                RawHttp.secure(port, "127.0.0.2", certificates().client("none", "TLSv1.2"))) {
            String suite = connection.session().getCipherSuite();
            assertThat(suite).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
            table(connection, port, context, "/open")
                    .with("scheme", "https")
                    .with("secure", "true")
                    .with("protocol", "TLSv1.2")
                    .with("cipher", tls12Suite())
                    .with("keySize", "256")
                    .with("session", "-")
                    .compare(ask(connection, context + "/open"));
        }
    }

    /** OpenSSL's. */
    @HookOf("everyGetterIsRightWithTls12")
    default String tls12Suite() {
        return "ECDHE-ECDSA-AES256-GCM-SHA384";
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    default void everyGetterIsRightWithACertificate(String context) throws Exception {
        int port = sites().tls();
        try (RawHttp connection = connectSecurely(port, "alice")) {
            Facts facts = ask(connection, context + "/open");
            assertThat(facts.all("getAttribute(X509Certificate)")).isEqualTo(certificateChain());
            secureTable(connection, port, context, "/open")
                    .with("certificate", "*")
                    .compare(facts);
        }
    }

    /** {@return the client's certificate and what the front end sends of those above it} */
    List<String> certificateChain();

    @ParameterizedTest(name = "{0}{1}")
    @CsvSource({
        "/jakarta-certificate, /open",
        "/jakarta-certificate, /constrained",
        "/javax-certificate, /open",
        "/javax-certificate, /constrained"
    })
    default void aCertificateIsALogin(String context, String servlet) throws Exception {
        int port = sites().tls();
        try (RawHttp connection = connectSecurely(port, "alice")) {
            secureTable(connection, port, context, servlet)
                    .with("certificate", "*")
                    .with("authType", "CLIENT_CERT")
                    .with("user", Certificates.CLIENT)
                    .with("known", "true")
                    .compare(ask(connection, context + servlet));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta-certificate", "/javax-certificate"})
    default void refusesWithoutACertificate(String context) throws Exception {
        try (RawHttp connection = connectSecurely(sites().tls(), "none")) {
            assertThat(request(connection, context + "/constrained").status()).isEqualTo(403);
        }
    }

    @Test
    default void theFrontEndRefusesAForgedCertificate() throws Exception {
        assertForgeryRefused(() -> {
            try (RawHttp connection = connectSecurely(sites().tls(), "forged")) {
                return request(connection, "/jakarta-certificate/open").status();
            }
        });
    }

    /** As the web server does it; the attempt returns the status of the answer. */
    @HookOf("theFrontEndRefusesAForgedCertificate")
    void assertForgeryRefused(Callable<Integer> attempt) throws Exception;

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta-certificate", "/javax-certificate"})
    default void believesNoCertificateThatTheFrontEndHasNotVerified(String context) throws Exception {
        int port = sites().unverified();
        try (RawHttp connection = connectSecurely(port, "forged")) {
            assertThat(connection.session().getLocalPrincipal().getName()).isEqualTo(Certificates.CLIENT);
            secureTable(connection, port, context, "/open").compare(ask(connection, context + "/open"));
        }
        try (RawHttp connection = connectSecurely(port, "forged")) {
            assertThat(request(connection, context + "/constrained").status()).isEqualTo(403);
        }
    }
}

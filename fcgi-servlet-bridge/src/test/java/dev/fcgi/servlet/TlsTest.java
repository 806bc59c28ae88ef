package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's TLS connection and certificate. */
class TlsTest {
    private static final String ALICE = resource("alice.pem");
    private static final String AUTHORITY = resource("authority.pem");
    private static final String CN_ALICE = "CN=Alice Client";
    private static final String CN_AUTHORITY = "CN=Intermediate";

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(TlsTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), US_ASCII);
        } catch (IOException x) {
            throw new IllegalStateException(x);
        }
    }

    private static String der(String pem) {
        return pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    }

    private static String encoded(String pem) {
        return URLEncoder.encode(pem, US_ASCII).replace("+", "%20");
    }

    private static @Nullable Tls tls(Mapping mapping, String... variables) throws CgiException {
        return mapping.get(Stream.of(new String[] {"REQUEST_URI", "/", "HTTPS", "on"}, variables)
                        .flatMap(Stream::of)
                        .toArray(String[]::new))
                .tls();
    }

    private static List<String> subjects(@Nullable Tls tls) throws CertificateException {
        return Objects.requireNonNull(Objects.requireNonNull(tls).clientCertificate()).parse().stream()
                .map(X509Certificate::getSubjectX500Principal)
                .map(subject -> subject.getName().replaceAll(".*(CN=[^,+]*).*", "$1"))
                .toList();
    }

    static Stream<Arguments> forms() {
        String unbroken = ALICE.replace("\n", " ");
        return Stream.of(
                Arguments.of("PEM with line feeds (Apache, lighttpd)", ALICE, List.of(CN_ALICE)),
                Arguments.of("PEM with blanks", unbroken, List.of(CN_ALICE)),
                Arguments.of("PEM with tabs (nginx $ssl_client_cert)", ALICE.replace("\n", "\n\t"), List.of(CN_ALICE)),
                Arguments.of("percent-encoded PEM (nginx)", encoded(ALICE), List.of(CN_ALICE)),
                Arguments.of("several blocks", ALICE + AUTHORITY, List.of(CN_ALICE, CN_AUTHORITY)),
                Arguments.of("several encoded blocks", encoded(ALICE + AUTHORITY), List.of(CN_ALICE, CN_AUTHORITY)),
                Arguments.of("DER in base64 (HAProxy)", der(ALICE), List.of(CN_ALICE)),
                Arguments.of("byte sequence (RFC 9440)", ":" + der(ALICE) + ":", List.of(CN_ALICE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void readsEveryFormOfACertificate(String form, String text, List<String> subjects) throws Exception {
        assertThat(subjects(tls(Mapping.with(), "SSL_CLIENT_VERIFY", "SUCCESS", "SSL_CLIENT_CERT", text)))
                .isEqualTo(subjects);
    }

    @Test
    void addsTheChain() throws Exception {
        assertThat(subjects(tls(
                        Mapping.with(),
                        "SSL_CLIENT_VERIFY",
                        "SUCCESS",
                        "SSL_CLIENT_CERT",
                        ALICE,
                        "SSL_CLIENT_CERT_CHAIN_0",
                        ALICE,
                        "SSL_CLIENT_CERT_CHAIN_1",
                        AUTHORITY)))
                .containsExactly(CN_ALICE, CN_AUTHORITY);
    }

    @Test
    void takesNamesAndHeadersAsConfigured() throws Exception {
        Mapping rfc9440 = Mapping.with(
                "clientCertificate", "SSL_CLIENT_DER, HTTP_CLIENT_CERT",
                "clientCertificateChain", "HTTP_CLIENT_CERT_CHAIN",
                "clientVerify", "VERIFIED");
        String[] headers = {
            "HTTP_CLIENT_CERT", ":" + der(ALICE) + ":", "HTTP_CLIENT_CERT_CHAIN", ":" + der(AUTHORITY) + ":"
        };
        String[] verified = Stream.of(headers, new String[] {"VERIFIED", "SUCCESS"})
                .flatMap(Stream::of)
                .toArray(String[]::new);
        assertThat(subjects(tls(rfc9440, verified))).containsExactly(CN_ALICE, CN_AUTHORITY);
        Tls byDefault =
                tls(Mapping.with(), "SSL_CLIENT_VERIFY", "SUCCESS", headers[0], headers[1], headers[2], headers[3]);
        assertThat(Objects.requireNonNull(byDefault).clientCertificate()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "NONE,",
        "GENEROUS,",
        "'FAILED:certificate has expired',",
        "0,",
        "success,",
        "'', CLIENT_CERTIFICATE_NOT_VERIFIED"
    })
    void believesNoCertificateThatWasNotVerified(String verify, @Nullable Notice notice) throws Exception {
        CgiRequest request = Mapping.with()
                .get("REQUEST_URI", "/", "HTTPS", "on", "SSL_CLIENT_VERIFY", verify, "SSL_CLIENT_CERT", ALICE);
        assertThat(Objects.requireNonNull(request.tls()).clientCertificate()).isNull();
        assertThat(request.notices()).isEqualTo(notice == null ? Set.of() : Set.of(notice));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(null)", "NONE"})
    void knowsTextsForNoCertificate(String text) throws Exception {
        Tls tls = tls(Mapping.with(), "SSL_CLIENT_VERIFY", "SUCCESS", "SSL_CLIENT_CERT", text);
        assertThat(Objects.requireNonNull(tls).clientCertificate()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rubbish!", "MIIB", "-----BEGIN CERTIFICATE-----MIIB-----END CERTIFICATE-----", ":MIIB:", "%zz"})
    void tellsWhenACertificateCannotBeRead(String text) throws Exception {
        Tls tls = tls(Mapping.with(), "SSL_CLIENT_VERIFY", "SUCCESS", "SSL_CLIENT_CERT", text);
        ClientCertificate certificate =
                Objects.requireNonNull(Objects.requireNonNull(tls).clientCertificate());
        assertThatThrownBy(certificate::parse).isInstanceOf(CertificateException.class);
    }

    @Test
    void knowsTheConnection() throws Exception {
        assertThat(tls(
                        Mapping.with(),
                        "SSL_PROTOCOL",
                        "TLSv1.3",
                        "SSL_CIPHER",
                        "TLS_AES_256_GCM_SHA384",
                        "SSL_CIPHER_USEKEYSIZE",
                        "256",
                        "SSL_SESSION_ID",
                        "f2a0"))
                .isEqualTo(new Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384", 256, "f2a0", null));
        assertThat(tls(Mapping.with(), "SSL_CIPHER_USEKEYSIZE", "many", "SSL_CIPHER", ""))
                .isEqualTo(new Tls(null, null, null, null, null));
        assertThat(tls(Mapping.with("sslCipher", "A,TLS_CIPHER"), "A", "", "TLS_CIPHER", "X", "SSL_CIPHER", "Y"))
                .isEqualTo(new Tls(null, "X", null, null, null));
    }

    @ParameterizedTest(name = "{0} has {1} bits")
    @CsvSource(
            nullValues = "-",
            value = {
                "ECDHE-RSA-AES128-GCM-SHA256, 128",
                "AES256-SHA, 256",
                "ECDHE-ECDSA-CAMELLIA256-SHA384, 256",
                "ECDHE-ARIA128-GCM-SHA256, 128",
                "ECDHE-RSA-CHACHA20-POLY1305, 256",
                "TLS_CHACHA20_POLY1305_SHA256, 256",
                "NULL-SHA256, -",
                "TLS_AES_256_GCM_SHA384, -" // the container deduces it
            })
    void knowsTheKeysOfOpenSslsSuites(String suite, @Nullable Integer bits) throws Exception {
        assertThat(tls(Mapping.with(), "SSL_CIPHER", suite)).isEqualTo(new Tls(null, suite, bits, null, null));
        assertThat(tls(Mapping.with(), "SSL_CIPHER", suite, "SSL_CIPHER_USEKEYSIZE", "56"))
                .isEqualTo(new Tls(null, suite, 56, null, null));
    }

    @Test
    void isNothingWithoutTls() throws Exception {
        assertThat(Mapping.with()
                        .get(
                                "REQUEST_URI",
                                "/",
                                "HTTPS",
                                "off",
                                "SSL_PROTOCOL",
                                "TLSv1.3",
                                "SSL_CLIENT_VERIFY",
                                "SUCCESS",
                                "SSL_CLIENT_CERT",
                                ALICE)
                        .tls())
                .isNull();
    }
}

package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that claim to be what they are not, by all the names that mean something elsewhere: no getter changes. */
interface HostileContract extends GetterContract {

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax", "/jakarta-certificate", "/javax-certificate"})
    default void nothingAClientSaysBecomesAFact(String context) throws Exception {
        int port = client().port();
        try (RawHttp connection = connect(port)) {
            Facts facts = ask(connection, context + "/open", claims());
            table(connection, port, context, "/open").compare(facts);
            assertNoAttributes(facts);
        }
        try (RawHttp connection = connect(port)) {
            assertThat(request(connection, context + "/constrained", claims()).status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta-certificate", "/javax-certificate"})
    default void aSecureClientCannotClaimACertificate(String context) throws Exception {
        int port = sites().tls();
        try (RawHttp connection = connectSecurely(port, "none")) {
            Facts facts = ask(connection, context + "/open", claims());
            secureTable(connection, port, context, "/open").compare(facts);
            assertNoAttributes(facts);
        }
        try (RawHttp connection = connectSecurely(port, "none")) {
            assertThat(request(connection, context + "/constrained", claims()).status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    default void aUserCannotBecomeAnother(String context) throws Exception {
        int port = sites().basic();
        List<String> fields = new java.util.ArrayList<>(List.of(claims()));
        fields.add(Passwords.field("alice", "secret"));
        try (RawHttp connection = connect(port)) {
            Facts facts = ask(connection, context + "/constrained", fields.toArray(new String[0]));
            table(connection, port, context, "/constrained")
                    .with("authType", "BASIC")
                    .with("user", "alice")
                    .with("known", "true")
                    .compare(facts);
            assertNoAttributes(facts);
        }
    }

    private static void assertNoAttributes(Facts facts) {
        assertThat(facts.all("getAttributeNames"))
                .noneMatch(name -> name.matches("(?i).*(include|forward|error|remote.?user|script|groups).*"));
    }

    private String[] claims() throws Exception {
        String certificate = certificates().onOneLine("alice");
        return new String[] {
            "Remote-User: root",
            "Remote_User: root",
            "REMOTE_USER: root",
            "Auth-Type: Basic",
            "Auth_Type: Basic",
            "Remote-Addr: 192.0.2.1",
            "Remote_Addr: 192.0.2.1",
            "Remote-Groups: admin",
            "Groups: admin",
            "Script-Name: /evil",
            "Script_Name: /evil",
            "Path-Info: /evil",
            "Request-Uri: /evil",
            "Server-Name: evil",
            "Server-Port: 1",
            "Https: on",
            "HTTPS: on",
            "Request-Scheme: https",
            "Proxy: http://evil.test:8080/",
            "Forwarded: for=192.0.2.1;host=evil.test;proto=https",
            "X-Forwarded-For: 192.0.2.1",
            "X-Forwarded-Host: evil.test",
            "X-Forwarded-Port: 1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-User: root",
            "X-Real-Ip: 192.0.2.1",
            "X-Original-Url: /evil",
            "Ssl-Client-Verify: SUCCESS",
            "Ssl_Client_Verify: SUCCESS",
            "Ssl-Client-Cert: " + certificate,
            "Ssl_Client_Cert: " + certificate,
            "Client-Cert: " + certificate,
            "X-Http-Method-Override: DELETE",
            "jakarta.servlet.include.request_uri: /evil",
            "jakarta.servlet.forward.request_uri: /evil",
            "jakarta.servlet.error.status_code: 500",
            "javax.servlet.include.request_uri: /evil",
            "javax.servlet.forward.servlet_path: /evil",
            "javax-servlet-include-request-uri: /evil"
        };
    }
}

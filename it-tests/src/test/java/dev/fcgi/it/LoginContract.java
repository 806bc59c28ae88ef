package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests without and with a password that the front end has checked. */
interface LoginContract extends GetterContract {

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    default void everyGetterIsRightForAStranger(String context) throws Exception {
        int port = client().port();
        try (RawHttp connection = connect(port)) {
            table(connection, port, context, "/open").compare(ask(connection, context + "/open"));
        }
    }

    @ParameterizedTest(name = "{0}{1}")
    @CsvSource({"/jakarta, /open", "/jakarta, /constrained", "/javax, /open", "/javax, /constrained"})
    default void everyGetterIsRightForAUser(String context, String servlet) throws Exception {
        int port = sites().basic();
        try (RawHttp connection = connect(port)) {
            Facts facts = ask(connection, context + servlet, Passwords.field("alice", "secret"));
            table(connection, port, context, servlet)
                    .with("authType", "BASIC")
                    .with("user", "alice")
                    .with("known", "true")
                    .compare(facts);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    default void refusesStrangersWithoutAChallenge(String context) throws Exception {
        RawReply reply = client().raw("GET", context + "/constrained");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.head().values("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    default void refusesAUserWithoutTheRole(String context) throws Exception {
        try (RawHttp connection = connect(sites().basic())) {
            RawReply reply = request(connection, context + "/members", Passwords.field("alice", "secret"));
            assertThat(reply.status()).isEqualTo(403);
        }
    }

    @Test
    default void theFrontEndAsksForThePassword() throws Exception {
        site().webServer().expectErrors("password mismatch");
        site().webServer().expectErrors("Password Mismatch");
        try (RawHttp connection = connect(sites().basic())) {
            RawReply reply = request(connection, "/jakarta/open", Passwords.field("alice", "wrong"));
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.head().value("WWW-Authenticate")).startsWith("Basic realm=\"Members\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jakarta", "/javax"})
    default void believesNoPasswordThatNobodyHasChecked(String context) throws Exception {
        int port = client().port();
        String field = Passwords.field("alice", "wrong");
        try (RawHttp connection = connect(port)) {
            table(connection, port, context, "/open").compare(ask(connection, context + "/open", field));
        }
        try (RawHttp connection = connect(port)) {
            assertThat(request(connection, context + "/constrained", field).status())
                    .isEqualTo(403);
        }
    }
}

package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses with a Location: absolute, with the host and port the client knows, and with their own status. */
interface RedirectContract extends Contract {

    @ParameterizedTest(name = "to {0}")
    @CsvSource({
        "other?a=b, /contract/dir/other?a=b",
        "../x, /contract/x",
        "/elsewhere/y, /elsewhere/y",
        "%C3%A9, /contract/dir/%C3%A9",
    })
    default void makesARelativeRedirectAbsolute(String to, String path) throws Exception {
        RawReply reply = client().raw("GET", "/contract/dir/redirect?to=" + encode(to));
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.head().values("Location")).containsExactly("http://localhost:" + client().port() + path);
    }

    @Test
    default void keepsAnAbsoluteRedirect() throws Exception {
        String to = "https://www.example.test/x?y#z";
        RawReply reply = client().raw("GET", "/contract/dir/redirect?to=" + encode(to));
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.head().values("Location")).containsExactly(to);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    default void keepsTheStatusOfARedirect(int code) throws Exception {
        RawReply reply = client().raw("GET", "/contract/dir/redirect?to=x&code=" + code);
        assertThat(reply.status()).isEqualTo(code);
        assertThat(reply.head().values("Location"))
                .containsExactly("http://localhost:" + client().port() + "/contract/dir/x");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 404, 503})
    default void keepsTheStatusOfAnyResponseWithALocation(int code) throws Exception {
        String location = "http://localhost/made";
        RawReply reply = client().raw("GET", "/contract/status?body=b&code=" + code + "&location=" + location);
        assertThat(reply.head().values("Location")).containsExactly(location);
        assertStatusWithLocation(reply, code);
    }

    /** Status and body are the application's. */
    @HookOf("keepsTheStatusOfAnyResponseWithALocation")
    default void assertStatusWithLocation(RawReply reply, int code) {
        assertThat(reply.status()).isEqualTo(code);
        assertThat(reply.text()).isEqualTo("b");
    }

    @Test
    default void redirectsFromTheContextToItsRoot() throws Exception {
        RawReply reply = client().raw("GET", "/contract?a=b");
        assertThat(reply.status()).isBetween(301, 308);
        // The container makes this one itself, and may leave it relative to what the client asked for.
        assertThat(reply.head().values("Location"))
                .map(client().uri("/contract")::resolve)
                .containsExactly(client().uri("/contract/?a=b"));
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}

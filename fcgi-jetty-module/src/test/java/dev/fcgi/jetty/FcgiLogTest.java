package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written to the log, and what never is. */
class FcgiLogTest {
    private static final String SECRET = "c2VjcmV0";

    private final TestServer server = new TestServer();
    private final LogCapture log = new LogCapture();

    @AfterEach
    void stop() throws Exception {
        try (log) {
            server.close();
        }
    }

    private int headBytes() throws Exception {
        return server.once(get(1, false, "/cookie")).head().length() + "\r\n".length();
    }

    @Test
    void cgi_6_4_2_aLargeHeadIsLoggedWithItsSizeOnceAMinute() throws Exception {
        server.on("/cookie", (request, response, callback) -> {
            response.getHeaders().put("Set-Cookie", "a=" + SECRET.repeat(700));
            response.write(true, UTF_8.encode("body"), callback);
        });
        server.start();
        int bytes = headBytes();
        assertThat(bytes).isGreaterThan(5 * 1024);
        assertThat(log.aboveDebug())
                .singleElement()
                .asString()
                .contains(":WARN :", "A response head has " + bytes + " bytes")
                .doesNotContain(SECRET);
        server.factory.setHeadWarningBytes(1);
        assertThat(server.once(get(1, false, "/hello")).body()).isEqualTo("hello");
        assertThat(headBytes()).isEqualTo(bytes);
        assertThat(log.aboveDebug()).as("within the minute").hasSize(1);
    }

    @Test
    void cgi_6_4_2_aHeadOfTheGivenSizeIsNot() throws Exception {
        server.on("/cookie", (request, response, callback) -> callback.succeeded());
        server.start();
        int bytes = headBytes();
        server.factory.setHeadWarningBytes(bytes);
        headBytes();
        assertThat(log.aboveDebug()).isEmpty();
        server.factory.setHeadWarningBytes(bytes - 1);
        headBytes();
        assertThat(log.aboveDebug()).hasSize(1);
    }

    /** In the middle of the parameters, in the length of one, behind them, and before anything else. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_PROXY_AUTHORIZATION"})
    void cgi_9_1_aBrokenProtocolShowsNoCredentials(String name) throws Exception {
        server.start();
        log.debug();
        Map<String, String> params = params("GET", "/hello", name, SECRET);
        byte[] pairs = Records.encode(params);
        byte[] noRecord = SECRET.getBytes(UTF_8);
        Records begun = new Records().begin(1, true).record(RecordType.PARAMS, 1, pairs, 0, pairs.length);
        List<Records> broken = List.of(
                new Records().raw(begun.bytes()).raw(noRecord),
                new Records().raw(begun.bytes()).begin(1, true),
                new Records().begin(1, true).params(1, params).raw(noRecord),
                new Records().raw(noRecord).raw(begun.bytes()));
        for (int i = 0; i < broken.size(); i++) {
            int errors = i + 1;
            try (FcgiClient client = server.connect()) {
                client.write(broken.get(i).bytes());
                await().until(() -> server.factory.getProtocolErrors() == errors);
            }
        }
        Records cutPair = new Records().begin(1, false).record(RecordType.PARAMS, 1, pairs, 0, pairs.length - 1);
        assertThat(server.once(cutPair.end(RecordType.PARAMS, 1)).text())
                .startsWith("Status: 400 ")
                .doesNotContain(SECRET);
        assertThat(log.text())
                .contains("broke the protocol", "ends inside a name-value pair")
                .doesNotContain(SECRET);
        assertThat(log.aboveDebug()).isEmpty();
    }
}

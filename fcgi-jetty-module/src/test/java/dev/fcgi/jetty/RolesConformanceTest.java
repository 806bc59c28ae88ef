package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import dev.fcgi.jetty.FcgiClient.Response;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 6.1. */
class RolesConformanceTest extends StartedServletTest {
    /** Every final status there is or may come to be. */
    private static final int FIRST_STATUS = 200;

    private static final int LAST_STATUS = 599;

    static final String[][] VARIABLES_WITH_NUL = {
        {"REQUEST_URI", "/run\0"},
        {"REQUEST_URI", "\0/run"},
        {"REQUEST_METHOD", "GE\0T"},
        {"SCRIPT_NAME", "\0"},
        {"HTTP_X", "a\0b"},
        {"HTTP_X", "\0"},
        {"HTTP_X\0", "a"},
        {"A\0B", "a"},
        {"\0", ""},
        {"UNKNOWN", "a\0"}
    };

    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void countRuns() {
        server.on("/run", (request, response, callback) -> {
            runs.incrementAndGet();
            callback.succeeded();
        });
    }

    private static void assertHeadAlone(Response response, int status) {
        assertThat(response.text()).startsWith("Status: " + status + " ").endsWith("\r\n\r\n");
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET, 200", "POST, 200", "GET, 204", "GET, 304", "HEAD, 200", "HEAD, 404", "HEAD, 204"})
    void fcgi_6_1_1_stdoutIsSentWhenThereIsNoBody(String method, int status) throws Exception {
        on("/nothing", (request, response) -> response.setStatus(status));
        assertHeadAlone(exchange(get(1, true, params(method, "/servlet/nothing"))), status);
    }

    @Test
    void fcgi_6_1_1_stdoutIsSentWhenNothingIsSet() throws Exception {
        assertHeadAlone(exchange(get(1, true, "/run")), 200);
    }

    @ParameterizedTest
    @FieldSource("VARIABLES_WITH_NUL")
    void fcgi_6_1_3_aNulIs400(String name, String value) throws Exception {
        Response response = exchange(get(1, true, params("GET", "/run", name, value)));
        assertThat(response.head()).startsWith("Status: 400 Bad Request\r\n");
        assertThat(response.text()).doesNotContain("\0");
        assertThat(runs).hasValue(0);
    }

    /** Neither of what can be answered, nor of what is known to be wrong. */
    @ParameterizedTest
    @CsvSource({"/run, 200", "no/path, 400"})
    void fcgi_6_1_4_nothingIsSentBeforeParamsAreComplete(String target, int status) throws Exception {
        byte[] pairs = Records.encode(params("GET", target));
        try (FcgiClient client = server.connect()) {
            Records records = new Records().begin(1, true);
            client.write(records.stream(RecordType.PARAMS, 1, pairs).bytes());
            server.awaitRead(client);
            assertNothingFollows(client);
            assertThat(runs).hasValue(0);
            Records end = new Records().end(RecordType.PARAMS, 1).end(RecordType.STDIN, 1);
            assertThat(client.write(end.bytes()).response(1).head()).startsWith("Status: " + status + " ");
            assertServes(client);
        }
    }

    private void onAnyStatus() {
        server.on("/any", (request, response, callback) -> {
            Fields query = Request.extractQueryParameters(request);
            response.setStatus(Integer.parseInt(Objects.requireNonNull(query.getValue("s"))));
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
            if (query.get("l") != null) {
                response.getHeaders().put(HttpHeader.LOCATION, "http://www.example.test/there");
            }
            response.write(true, UTF_8.encode("HTTP/1.1 200 OK"), callback);
        });
    }

    @Test
    void fcgi_6_1_5_noResponseHasAnHttpStatusLine() throws Exception {
        onAnyStatus();
        try (FcgiClient client = server.connect()) {
            for (int status = FIRST_STATUS; status <= LAST_STATUS; status++) {
                client.write(get(1, true, "/any?s=" + status).bytes());
                Response response = client.response(1);
                assertThat(response.head())
                        .startsWith("Status: " + status + " ")
                        .doesNotContain("HTTP/");
            }
            assertServes(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&l=1"})
    void fcgi_6_1_6_theStatusTravelsInStatusAndLocationOnly(String location) throws Exception {
        onAnyStatus();
        try (FcgiClient client = server.connect()) {
            for (int status = FIRST_STATUS; status <= LAST_STATUS; status++) {
                client.write(get(1, true, "/any?s=" + status + location).bytes());
                Response response = client.response(1);
                assertThat(response.appStatus()).isZero();
                assertThat(response.protocolStatus()).isZero();
                assertThat(Arrays.stream(response.head().split("\r\n")).map(line -> line.replaceAll(":.*", "")))
                        .containsOnlyOnce("Status")
                        .isSubsetOf("Location", "Status", "Content-Type", "Content-Length");
                assertThat(response.head()).contains("Status: " + status + " ");
                assertThat(response.head().contains("Location: ")).isEqualTo(!location.isEmpty());
            }
            assertServes(client);
        }
    }
}

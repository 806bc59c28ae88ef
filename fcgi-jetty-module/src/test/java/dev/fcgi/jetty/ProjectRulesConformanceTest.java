package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.post;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.RecordType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What this project adds to the specifications, for safety and to get along with web servers. */
class ProjectRulesConformanceTest extends StartedServletTest {
    private final AtomicInteger runs = new AtomicInteger();

    private void countRuns() {
        server.on("/run", (request, response, callback) -> {
            runs.incrementAndGet();
            callback.succeeded();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_PROXY", "PATH", "LD_PRELOAD", "java.home", "user.dir", "http.proxyHost"})
    void p_4_parametersChangeNothingButTheRequest(String name) throws Exception {
        Map<String, String> environment = Map.copyOf(System.getenv());
        Properties properties = (Properties) System.getProperties().clone();
        on("/facts", (request, response) -> {
            assertThat(System.getenv()).isEqualTo(environment);
            assertThat(System.getProperties()).isEqualTo(properties);
            assertThat(request.getAttribute(name)).isNull();
            response.getOutputStream()
                    .print(Collections.list(request.getHeaderNames()).toString());
        });
        Records records = get(1, true, params("GET", "/servlet/facts", name, "http://192.0.2.66/"));
        assertThat(exchange(records).body()).isEqualTo("[Host]");
    }

    /** A version, a request ID of an application record, a length of BEGIN_REQUEST that cannot be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0201000100080000",
                "0001000100080000",
                "0104000000000000",
                "0101000100070100",
                "0101000000080000"
            })
    void p_6_nothingBehindAFramingErrorIsParsed(String hex) throws Exception {
        countRuns();
        Records records = new Records().raw(HexFormat.of().parseHex(hex));
        records.raw(new byte[8]).raw(get(1, true, "/run").bytes());
        try (FcgiClient client = server.connect()) {
            client.write(records.bytes());
            assertThat(client.closed()).isTrue();
        } catch (IOException x) {
            assertThat(x).as("a reset is as good").hasMessageContaining("reset");
        }
        server.awaitNoConnections();
        assertThat(runs).hasValue(0);
        assertThat(server.factory.getProtocolErrors()).isEqualTo(1);
    }

    @Test
    void p_6_noRequestIsMadeOfABody() throws Exception {
        countRuns();
        byte[] body = get(2, true, "/run").raw(get(1, true, "/run").bytes()).bytes();
        assertThat(exchange(post(1, true, "/echo", body)).body()).isEqualTo(new String(body, ISO_8859_1));
        assertThat(runs).hasValue(0);
    }

    /** A thousand connections, each with its own faults in what was right. */
    @Test
    void p_6_anyInputEndsTheConnectionOrTheInput() throws Exception {
        byte[] valid = Records.getValues("FCGI_MAX_REQS")
                .raw(post(1, true, "/echo", new byte[300]).bytes())
                .raw(get(2, true, "/large?n=100000").abort(2).bytes())
                .raw(post(3, false, "/length", new byte[100]).bytes())
                .bytes();
        try (ServerLog log = ServerLog.withDebug()) {
            for (int seed = 0; seed < 1000; seed++) {
                try (FcgiClient client = server.connect()) {
                    client.write(spoil(valid, new Random(seed)));
                    client.shutdownOutput();
                    while (true) {
                        client.next();
                    }
                } catch (ProtocolException | FcgiClient.Hang x) {
                    throw new AssertionError("seed " + seed, x);
                } catch (IOException x) {
                    assertThat(x).as("seed %d", seed).hasMessageMatching("end of stream|.*reset.*|Broken pipe");
                }
            }
            server.awaitNoConnections();
            assertThat(log.text()).doesNotContain(":WARN", ":ERROR");
        }
        try (FcgiClient client = server.connect()) {
            assertServes(client);
        }
    }

    private static byte[] spoil(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int faults = 1 + random.nextInt(4); faults > 0; faults--) {
            int at = random.nextInt(bytes.length);
            int length = random.nextInt(Math.min(20, bytes.length - at));
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + length, bytes.length));
                default -> bytes = join(Arrays.copyOf(bytes, at + length), Arrays.copyOfRange(bytes, at, bytes.length));
            }
        }
        return bytes;
    }

    private static byte[] join(byte[] first, byte[] second) {
        return new Records().raw(first).raw(second).bytes();
    }

    /** All that a servlet can learn of its request. */
    private void onFacts() {
        on("/facts", (request, response) -> {
            List<String> facts = new ArrayList<>();
            facts.add(request.getMethod() + " " + request.getRequestURL() + "?" + request.getQueryString());
            facts.add(request.getRemoteUser() + " " + request.getAuthType() + " " + request.getUserPrincipal());
            facts.add(request.getContentType() + " " + request.getContentLengthLong());
            facts.add("attributes " + Collections.list(request.getAttributeNames()));
            facts.add("secure " + request.isSecure() + " from " + request.getRemoteAddr());
            for (String name : Collections.list(request.getHeaderNames())) {
                facts.add(name + ": " + Collections.list(request.getHeaders(name)));
            }
            facts.add(parameters(request));
            request.setAttribute("left", "behind");
            response.setContentType("text/plain");
            response.getOutputStream().print(String.join("\n", facts));
        });
    }

    private static String parameters(HttpServletRequest request) {
        StringBuilder text = new StringBuilder("parameters");
        request.getParameterMap()
                .forEach((name, values) -> text.append(' ').append(name).append(Arrays.asList(values)));
        return text.toString();
    }

    private static Records plain() {
        return get(1, true, params("GET", "/servlet/facts"));
    }

    /** With everything that another request may lack; the tag has four characters. */
    private static Records rich(String tag) {
        Map<String, String> params = params(
                "POST",
                "/servlet/facts?q=" + tag,
                "QUERY_STRING",
                "q=" + tag,
                "REMOTE_USER",
                tag,
                "AUTH_TYPE",
                "Basic",
                "HTTPS",
                "on",
                "HTTP_AUTHORIZATION",
                tag,
                "HTTP_COOKIE",
                "c=" + tag,
                "HTTP_X",
                tag,
                "CONTENT_TYPE",
                "application/x-www-form-urlencoded",
                "CONTENT_LENGTH",
                "6");
        return new Records()
                .begin(1, true)
                .params(1, params)
                .stdin(1, "f=" + tag)
                .end(RecordType.STDIN, 1);
    }

    @Test
    void p_7_aRequestHasNothingOfTheOneBefore() throws Exception {
        onFacts();
        String alone = exchange(plain()).body();
        try (FcgiClient client = server.connect()) {
            String rich = client.write(rich("zzzz").bytes()).response(1).body();
            assertThat(rich).contains("X: [zzzz]", "q[zzzz]", "f[zzzz]", "secure true");
            assertThat(client.write(plain().bytes()).response(1).body()).isEqualTo(alone);
            assertThat(client.write(rich("yyyy").bytes()).response(1).body()).isEqualTo(rich.replace("zzzz", "yyyy"));
        }
    }

    @Test
    void p_7_aRequestHasNothingOfThoseBesideIt() throws Exception {
        onFacts();
        server.threadPool.setMaxThreads(64);
        String alone = exchange(plain()).body();
        String pattern = exchange(rich("zzzz")).body();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Future<?>> webServers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int first = 1000 + 100 * i;
                webServers.add(threads.submit(() -> {
                    try (FcgiClient client = server.connect()) {
                        for (int tag = first; tag < first + 50; tag++) {
                            String own = Integer.toString(tag);
                            assertThat(client.write(rich(own).bytes())
                                            .response(1)
                                            .body())
                                    .isEqualTo(pattern.replace("zzzz", own));
                            assertThat(client.write(plain().bytes()).response(1).body())
                                    .isEqualTo(alone);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> webServer : webServers) {
                webServer.get(40, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Two writes would be seen as two reads once in a while. */
    @ParameterizedTest
    @ValueSource(strings = {"/run", "/hello", "/large?n=1024", "/large?n=30000", "/none", "/throw", "/servlet/small"})
    void p_11_aSmallAnswerIsOneWrite(String target) throws Exception {
        countRuns();
        on("/small", (request, response) -> response.getOutputStream().print("small"));
        try (FcgiClient client = server.connect()) {
            for (int i = 1; i <= 100; i++) {
                client.write(get(1, true, target).bytes()).response(1);
                assertThat(client.reads()).isEqualTo(i);
            }
            assertServes(client);
        }
    }

    @Test
    void p_11_acceptedSocketsDoNotDelay() throws Exception {
        try (FcgiClient client = server.connect()) {
            assertServes(client);
            SocketChannel socket =
                    (SocketChannel) server.connection().getEndPoint().getTransport();
            assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"201, Created", "301, Moved Permanently", "303, See Other", "307, Temporary Redirect", "299, Success"})
    void p_17_locationStandsBeforeStatus(int status, String reason) throws Exception {
        on("/location", (request, response) -> {
            response.setHeader("A-Field", "value");
            response.setStatus(status);
            response.setHeader("Location", "http://www.example.test/there");
            response.getOutputStream().print("body");
        });
        assertThat(exchange(get(1, true, "/servlet/location")).head())
                .startsWith("Location: http://www.example.test/there\r\nStatus: " + status + " " + reason
                        + "\r\nA-Field: value\r\n");
    }
}

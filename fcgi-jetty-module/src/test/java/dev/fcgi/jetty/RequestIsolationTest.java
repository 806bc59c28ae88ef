package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import dev.fcgi.servlet.CgiRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is made of variables serves all requests with the same: requests that differ in as little as can be must differ in
 * just that. Names and values are of few lengths and letters, so that many requests are equal, and more look alike.
 */
@Timeout(600)
class RequestIsolationTest {
    private static final int REQUESTS = Integer.getInteger("fcgi.isolation.requests", 1_000_000);
    private static final int CONNECTIONS = 64;
    private static final List<String> VALUES = List.of("aa", "ab", "ba", "bb", "a", "b");

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest(name = "{0} requests at once on each connection")
    @CsvSource({"1, 4", "32, 1"})
    void p_7_requestsThatLookAlikeAreNotMistaken(int atOnce, int share) throws Exception {
        server.threadPool.setMaxThreads(CONNECTIONS);
        server.factory.setMultiplexing(atOnce > 1);
        server.on("/facts", RequestIsolationTest::tell);
        server.start();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> webServers = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Random random = new Random(i);
                webServers.add(threads.submit(() -> {
                    try (FcgiClient client = server.connect()) {
                        for (int left = REQUESTS / share / CONNECTIONS; left > 0; left -= atOnce) {
                            exchange(client, random, atOnce);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> webServer : webServers) {
                webServer.get(500, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void exchange(FcgiClient client, Random random, int atOnce) throws Exception {
        Records records = new Records();
        Map<Integer, String> expected = new HashMap<>();
        for (int id = 1; id <= atOnce; id++) {
            Map<String, String> params = params("GET", "/facts");
            expected.put(id, vary(params, random));
            records.begin(id, true).params(id, params).end(RecordType.STDIN, id);
        }
        client.write(records.bytes());
        while (!expected.isEmpty()) {
            Map.Entry<Integer, FcgiClient.Response> next = client.nextResponse();
            assertThat(next.getValue().body()).isEqualTo(expected.remove(next.getKey()));
        }
    }

    /** Adds variables at random, {@return what the application is to tell of them} */
    private static String vary(Map<String, String> params, Random random) {
        StringBuilder expected = new StringBuilder();
        String query = value(random);
        params.put("QUERY_STRING", query);
        params.put("REQUEST_URI", "/facts?" + query);
        expected.append(query);
        boolean secure = random.nextBoolean();
        params.put("HTTPS", secure ? "on" : "");
        expected.append('|').append(secure);
        String address = "192.0.2." + random.nextInt(20);
        params.put("REMOTE_ADDR", address);
        expected.append('|').append(address);
        boolean user = random.nextBoolean();
        if (user) {
            params.put("REMOTE_USER", value(random));
            params.put("AUTH_TYPE", "Basic");
        }
        expected.append('|').append(user ? params.get("REMOTE_USER") : null);
        for (String name : List.of("HTTP_XA", "HTTP_XAA", "HTTP_COOKIE", "HTTP_AUTHORIZATION")) {
            String value = random.nextBoolean() ? value(random) : null;
            if (value != null) {
                params.put(name, value);
            }
            expected.append('|').append(value);
        }
        return expected.toString();
    }

    private static String value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private static boolean tell(Request request, StringBuilder told) {
        CgiRequest cgi = FcgiConnectionFactory.cgiRequest(request);
        told.append(request.getHttpURI().getQuery());
        told.append('|').append(request.isSecure());
        told.append('|').append(Request.getRemoteAddr(request));
        told.append('|')
                .append(
                        cgi == null || cgi.remoteUser() == null
                                ? null
                                : cgi.remoteUser().name());
        for (String name : List.of("XA", "XAA", HttpHeader.COOKIE.asString(), HttpHeader.AUTHORIZATION.asString())) {
            told.append('|').append(request.getHeaders().get(name));
        }
        return request.setAttribute("left", "behind") == null;
    }

    private static void tell(Request request, Response response, Callback callback) {
        StringBuilder told = new StringBuilder();
        boolean clean = tell(request, told);
        response.write(true, UTF_8.encode(clean ? told.toString() : "an attribute was left behind"), callback);
    }
}

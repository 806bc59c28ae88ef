package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** What was recorded of web servers that are behind no integration test goes through the running connector. */
class CaptureReplayTest extends StartedServerTest {
    /** Ambiguous paths (MAP-17), which Cherokee has resolved, and the two different HTTP_HOST that it sends (P-8). */
    private static final String REFUSED = "cherokee-\\S* (path-(backslash|latin1)|absolute-form)"
            + "|(apache|openlitespeed)-\\S* path-(backslash|latin1|dslash|encdotdot|encslash|pct25)";

    private final Queue<Seen> seen = new LinkedBlockingQueue<>();

    /** What reached the application. */
    private record Seen(String method, String target, String body) {}

    @Test
    void everyRequestGetsItsWholeAnswer() throws Exception {
        restart(fresh -> fresh.server.setHandler(new Mirror(seen)));
        SoftAssertions all = new SoftAssertions();
        Map<String, Integer> answers = new TreeMap<>();
        for (CapturedRequest request : CapturedRequest.of("openlitespeed-", "cherokee-", "apache-modfastcgi-")) {
            byte[] body = request.body();
            if (body == null) {
                answers.merge(request.webServer() + " unfinished", 1, Integer::sum);
                continue;
            }
            FcgiClient.Response response = exchange(request);
            String status = response.text().substring(0, "Status: 000".length());
            answers.merge(request.webServer() + " " + status, 1, Integer::sum);
            all.assertThat(response.ended()).as("%s: STDOUT ends", request).isTrue();
            all.assertThat(response.protocolStatus()).as("%s", request).isZero();
            if (request.name.matches(REFUSED)) {
                all.assertThat(status).as("%s", request).isEqualTo("Status: 400");
                all.assertThat(seen).as("%s", request).isEmpty();
                continue;
            }
            String method = request.param("REQUEST_METHOD");
            String text = new String(body, ISO_8859_1);
            all.assertThat(status).as("%s", request).isEqualTo("Status: 200");
            all.assertThat(seen).as("%s", request).containsExactly(new Seen(method, target(request), text));
            all.assertThat(response.body().equals(method.equals("HEAD") ? "" : text))
                    .as("%s: body", request)
                    .isTrue();
            seen.clear();
        }
        all.assertAll();
        assertThat(answers)
                .isEqualTo(Map.of(
                        "apache Status: 200", 121,
                        "apache Status: 400", 20,
                        "apache unfinished", 1,
                        "cherokee Status: 200", 173,
                        "cherokee Status: 400", 10,
                        "cherokee unfinished", 2,
                        "openlitespeed Status: 200", 157,
                        "openlitespeed Status: 400", 24,
                        "openlitespeed unfinished", 2));
    }

    /** A connection that is not kept is closed behind the response, whatever Cherokee has sent behind the request. */
    private FcgiClient.Response exchange(CapturedRequest request) throws Exception {
        try (FcgiClient client = server.connect()) {
            FcgiClient.Response response = client.write(request.wire()).response(request.id());
            if (request.keepConnection()) {
                client.write(Records.get(1, false, "/hello").bytes());
                assertThat(client.response(1).text()).startsWith("Status: 200");
                seen.remove(new Seen("GET", "/hello", ""));
            } else {
                assertThat(client.gone()).isTrue();
            }
            return response;
        }
    }

    /** {@return path and query, both of which Cherokee has decoded: what looks like a query, but is not, is lost} */
    private static String target(CapturedRequest request) {
        String target = request.param("REQUEST_URI").replaceFirst("^http://[^/]*", "");
        String query = request.param("QUERY_STRING");
        return (query.isEmpty() ? target.replaceFirst("\\?.*", "?") : target)
                .chars()
                .mapToObj(c -> c > ' ' && c < 0x7f && c != '#' ? Character.toString(c) : "%%%02X".formatted(c))
                .collect(Collectors.joining());
    }

    /** Keeps what it sees, and answers with the body. */
    private static final class Mirror extends Handler.Abstract {
        private final Queue<Seen> seen;

        Mirror(Queue<Seen> seen) {
            this.seen = seen;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String body = Content.Source.asString(request, ISO_8859_1);
            seen.add(new Seen(request.getMethod(), request.getHttpURI().getPathQuery(), body));
            response.write(true, ISO_8859_1.encode(body), callback);
            return true;
        }
    }
}

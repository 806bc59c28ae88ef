package dev.fcgi.jetty;

import static dev.fcgi.jetty.Records.content;
import static dev.fcgi.jetty.Records.get;
import static dev.fcgi.jetty.Records.getValues;
import static dev.fcgi.jetty.TestServer.await;
import static dev.fcgi.jetty.TestServer.params;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.WebServerEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FastCGI 1.0, section 4.1: GET_VALUES. */
class ManagementConformanceTest extends StartedServerTest {
    private static final String[] NAMES = {"FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS"};

    private static Records question(byte[] content) {
        return new Records().record(RecordType.GET_VALUES.code(), 0, content);
    }

    private static Records question(String content) {
        return question(content.getBytes(ISO_8859_1));
    }

    private static Map<String, String> ask(FcgiClient client, Records question) throws IOException {
        WebServerEvent event = client.write(question.bytes()).next();
        assertThat(event).isInstanceOf(WebServerEvent.GetValuesResult.class);
        NameValuePairs values = ((WebServerEvent.GetValuesResult) event).values();
        Map<String, String> answer = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            assertThat(answer.put(values.name(i), values.value(i, ISO_8859_1))).isNull();
        }
        return answer;
    }

    @Test
    void fcgi_4_1_1_allThreeNamesAreAnswered() throws Exception {
        try (FcgiClient client = server.connect()) {
            assertThat(ask(client, getValues(NAMES))).containsOnlyKeys(NAMES);
            assertServes(client);
        }
    }

    @Test
    void fcgi_4_1_2_unknownNamesAreLeftOut() throws Exception {
        try (FcgiClient client = server.connect()) {
            Transcript.play(client, """
                    > 01 09 0000 0005 00 00  03 00 "FOO"
                    < 01 0a 0000 0000 00 00
                    > 01 09 0000 0000 00 00
                    < 01 0a 0000 0000 00 00
                    """);
            Records question = getValues("FOO", "FCGI_MAX_REQS", "fcgi_max_conns");
            assertThat(ask(client, question)).containsOnlyKeys("FCGI_MAX_REQS");
            assertServes(client);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    connections, requests, each, multiplexing, maxReqs, mpxsConns
                    20,          50,       5,    false,        20,      0
                    20,          10,       5,    false,        10,      0
                    20,          50,       5,    true,         5,       1
                    20,          4,        5,    true,         4,       1
                    """, useHeadersInDisplayName = true)
    void fcgi_4_1_3_theValuesAreTheTrueLimits(
            int connections, int requests, int each, boolean multiplexing, String maxReqs, String mpxsConns)
            throws Exception {
        restart(server -> {
            server.factory.setMaxConnections(connections);
            server.factory.setMaxRequests(requests);
            server.factory.setMaxRequestsPerConnection(each);
            server.factory.setMultiplexing(multiplexing);
        });
        try (FcgiClient client = server.connect()) {
            assertThat(ask(client, getValues(NAMES)))
                    .isEqualTo(Map.of(
                            "FCGI_MAX_CONNS",
                            Integer.toString(connections),
                            "FCGI_MAX_REQS",
                            maxReqs,
                            "FCGI_MPXS_CONNS",
                            mpxsConns));
        }
    }

    /** The answer comes between what comes before the question and what comes behind it. */
    @Test
    void fcgi_4_1_4_aQuestionMayComeAtAnyTime() throws Exception {
        server.on("/parts", (request, response, callback) -> {
            Content.Sink.write(response, false, UTF_8.encode("first "));
            String body = Content.Source.asString(request);
            server.awaitLatch("asked");
            response.write(true, UTF_8.encode(body), callback);
        });
        byte[] params = Records.encode(params("POST", "/parts"));
        try (FcgiClient client = server.connect()) {
            Map<String, String> answer = ask(client, getValues(NAMES));
            assertThat(answer).hasSize(3);
            client.write(new Records().begin(1, true).bytes());
            assertThat(ask(client, getValues(NAMES))).isEqualTo(answer);
            client.write(new Records()
                    .stream(RecordType.PARAMS, 1, Arrays.copyOf(params, 30)).bytes());
            assertThat(ask(client, getValues(NAMES))).isEqualTo(answer);
            client.write(new Records()
                    .stream(RecordType.PARAMS, 1, Arrays.copyOfRange(params, 30, params.length))
                            .end(RecordType.PARAMS, 1)
                            .stdin(1, "sec")
                            .bytes());
            ByteBuffer part = ((WebServerEvent.Output) client.next()).content();
            assertThat(ISO_8859_1.decode(part).toString()).endsWith("\r\n\r\nfirst ");
            assertThat(ask(client, getValues(NAMES))).isEqualTo(answer);
            client.write(new Records().stdin(1, "ond").end(RecordType.STDIN, 1).bytes());
            assertThat(ask(client, getValues(NAMES))).isEqualTo(answer);
            server.latch("asked").countDown();
            assertThat(client.response(1).text()).isEqualTo("second");
            assertThat(ask(client, getValues(NAMES))).isEqualTo(answer);
        }
    }

    /** On connections whose request runs or waits for a thread, and on one without a request. */
    @Test
    void fcgi_4_1_5_isAnsweredWhileAllThreadsAreBusy() throws Exception {
        List<FcgiClient> clients = new ArrayList<>();
        try (FcgiClient idle = server.connect()) {
            assertServes(idle);
            for (int i = 0; i < 2 * server.threadPool.getMaxThreads(); i++) {
                FcgiClient client = server.connect();
                clients.add(client);
                assertServes(client); // Jetty takes a thread to open a connection
            }
            for (FcgiClient client : clients) {
                client.write(get(1, true, "/wait").bytes());
            }
            await().until(() -> server.threadPool.getIdleThreads() == 0
                    && server.running.size() + server.threadPool.getQueueSize() >= clients.size());
            for (FcgiClient client : clients) {
                assertThat(ask(client, getValues(NAMES))).hasSize(3);
            }
            assertThat(ask(idle, getValues(NAMES))).hasSize(3);
            server.latch("go").countDown();
            for (FcgiClient client : clients) {
                assertThat(client.response(1).body()).isEqualTo("waited");
            }
            assertServes(idle);
        } finally {
            for (FcgiClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void fcgi_4_1_6_valuesInTheQuestionAreIgnored() throws Exception {
        try (FcgiClient client = server.connect()) {
            Map<String, String> answer = ask(client, getValues("FCGI_MAX_REQS"));
            assertThat(answer).doesNotContainValue("5");
            assertThat(ask(client, question("\015\001FCGI_MAX_REQS5"))).isEqualTo(answer);
            assertThat(ask(client, question("\015\001FCGI_MAX_REQS5\015\001FCGI_MAX_REQS6")))
                    .isEqualTo(answer);
        }
    }

    @Test
    void fcgi_4_1_7_theConnectionCanBeUsedAfterwards() throws Exception {
        try (FcgiClient client = server.connect()) {
            for (int i = 0; i < 100; i++) {
                assertThat(ask(client, getValues(NAMES))).hasSize(3);
                assertServes(client);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\015\001FCGI_MAX_REQS", "\015", "\003\000FO", "\u0080\000"})
    void fcgi_4_1_7_aMalformedQuestionEndsTheConnection(String content) throws Exception {
        assertBreaksTheProtocol(question(content));
        assertBreaksTheProtocol(get(1, true, "/wait").raw(question(content).bytes()));
    }

    @Test
    void fcgi_4_1_7_anOversizedQuestionEndsTheConnection() throws Exception {
        int most = server.factory.getMaxManagementBytes();
        byte[] atLimit = Records.encode(Map.of("FCGI_MAX_REQS", "v".repeat(most - 18)));
        assertThat(atLimit).hasSize(most);
        try (FcgiClient client = server.connect()) {
            assertThat(ask(client, question(atLimit))).containsOnlyKeys("FCGI_MAX_REQS");
            assertServes(client);
        }
        assertBreaksTheProtocol(question(Arrays.copyOf(atLimit, most + 1)));
        assertBreaksTheProtocol(question(Records.encode(Map.of("FCGI_MAX_REQS", "v".repeat(12_000)))));
    }
}

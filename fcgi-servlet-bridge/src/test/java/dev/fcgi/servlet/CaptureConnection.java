package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.ApplicationValues;
import dev.fcgi.core.Capacity;
import dev.fcgi.core.Event;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.NameValueEncoder;
import dev.fcgi.core.NameValuePairs;
import dev.fcgi.core.Overload;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.ProtocolStatus;
import dev.fcgi.core.RecentPairs;
import dev.fcgi.core.RecordEncoder;
import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import dev.fcgi.core.Role;
import dev.fcgi.core.WebServerEngine;
import dev.fcgi.core.WebServerEvent;
import dev.fcgi.servlet.Capture.Exchange;
import dev.fcgi.servlet.Capture.Request;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** A connection over which captured exchanges come once more. */
final class CaptureConnection {
    private static final ProtocolLimits LIMITS = ProtocolLimits.DEFAULT;

    private final FcgiEngine engine = new FcgiEngine(
            LIMITS,
            new ApplicationValues(1, 100, true),
            Overload.STATUS,
            new Capacity(100, 1 << 20),
            new RecentPairs());
    private final WebServerEngine webServer = new WebServerEngine(LIMITS);

    /** What the engine said of the exchange under way, by request ID. */
    private final Map<Integer, Event.Request> requests = new LinkedHashMap<>();

    private final Map<Integer, Integer> stdin = new LinkedHashMap<>();
    private final TreeSet<Integer> complete = new TreeSet<>();

    /** {@return whether another exchange may come: the web server asked for it, and nothing is left of the last one} */
    boolean isKept() {
        return engine.takesRequests() && engine.openRequests() == 0;
    }

    /**
     * Receives an exchange and compares what the engine makes of it with what was recorded.
     *
     * @return the parameters of each request of a Responder
     */
    List<NameValuePairs> receive(Exchange exchange) throws ProtocolException {
        requests.clear();
        stdin.clear();
        complete.clear();
        ByteBuffer in = ByteBuffer.wrap(exchange.wire != null ? exchange.wire : encode(exchange.requests));
        for (Event event = engine.next(in); event != Event.NeedInput.INSTANCE; event = engine.next(in)) {
            on(event);
        }
        List<String> replies = replies();
        List<NameValuePairs> params = new ArrayList<>();
        for (Request recorded : exchange.requests) {
            if (recorded.role != Role.RESPONDER.code()) {
                assertThat(replies)
                        .containsExactly("END_REQUEST " + recorded.id + " " + ProtocolStatus.UNKNOWN_ROLE.code());
                continue;
            }
            assertThat(replies).allMatch(reply -> reply.startsWith("GetValuesResult"));
            assertThat(requests).containsKey(recorded.id);
            Event.Request request = Objects.requireNonNull(requests.remove(recorded.id));
            assertThat(request.keepConnection()).isEqualTo(recorded.keepConnection);
            assertThat(namesAndValues(request.params())).isEqualTo(recorded.params);
            params.add(request.params());
            if (!exchange.wireCut) {
                compareStdin(recorded);
            }
        }
        assertThat(requests).isEmpty();
        complete.forEach(engine::endRequest);
        return params;
    }

    private void on(Event event) {
        if (event instanceof Event.Stdin content) {
            stdin.merge(content.requestId(), content.content().remaining(), Integer::sum);
            if (content.last()) {
                complete.add(content.requestId());
            }
        } else if (event instanceof Event.Request request) {
            requests.put(request.requestId(), request);
        } else {
            throw new AssertionError(event);
        }
    }

    /** Behind the first end of the stream nothing counts, though Cherokee sends chunks of a body there. */
    private void compareStdin(Request recorded) {
        int bytes = recorded.stdin;
        boolean ended = false;
        for (int[] record : recorded.records) {
            if (record[0] == RecordType.STDIN.code()) {
                ended |= record[1] == 0;
                bytes -= ended ? record[1] : 0;
            }
        }
        assertThat(stdin.getOrDefault(recorded.id, 0)).as("bytes of STDIN").isEqualTo(bytes);
        assertThat(complete.contains(recorded.id)).as("end of STDIN").isEqualTo(ended);
    }

    private List<String> replies() throws ProtocolException {
        List<String> replies = new ArrayList<>();
        ByteBuffer bytes = engine.takeReplies();
        if (bytes != null) {
            for (WebServerEvent reply = webServer.next(bytes);
                    reply != WebServerEvent.NeedInput.INSTANCE;
                    reply = webServer.next(bytes)) {
                replies.add(
                        reply instanceof WebServerEvent.EndRequest end
                                ? "END_REQUEST " + end.requestId() + " "
                                        + end.body().protocolStatusCode()
                                : reply.toString());
            }
        }
        return replies;
    }

    static List<String> namesAndValues(NameValuePairs params) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < params.size(); i++) {
            out.add(params.name(i));
            out.add(params.value(i, ISO_8859_1));
        }
        return out;
    }

    /** The records as they came, with their parameters cut where they were; the bytes of bodies are zeros. */
    private static byte[] encode(List<Request> requests) {
        ByteBuffer out = ByteBuffer.allocate(requests.stream()
                .flatMap(request -> request.records.stream())
                .mapToInt(record -> record[1] + 2 * RecordHeader.LENGTH)
                .sum());
        for (Request request : requests) {
            ByteBuffer params = pairs(request.params);
            for (int[] record : request.records) {
                int length = record[1];
                switch (Objects.requireNonNull(RecordType.ofCode(record[0]))) {
                    case BEGIN_REQUEST ->
                        RecordEncoder.beginRequest(
                                out,
                                request.id,
                                Objects.requireNonNull(Role.ofCode(request.role)),
                                request.keepConnection);
                    case PARAMS -> {
                        RecordEncoder.record(
                                out, RecordType.PARAMS, request.id, params.slice(params.position(), length));
                        params.position(params.position() + length);
                    }
                    case STDIN -> RecordEncoder.record(out, RecordType.STDIN, request.id, ByteBuffer.allocate(length));
                    default -> throw new AssertionError(record[0]);
                }
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static ByteBuffer pairs(List<String> namesAndValues) {
        ByteBuffer out = ByteBuffer.allocate(1 << 17);
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            NameValueEncoder.put(
                    out,
                    namesAndValues.get(i).getBytes(ISO_8859_1),
                    namesAndValues.get(i + 1).getBytes(ISO_8859_1));
        }
        return out.flip();
    }
}

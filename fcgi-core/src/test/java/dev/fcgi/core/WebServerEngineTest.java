package dev.fcgi.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerEngineTest {
    private static final byte[] ANSWER = new Wire()
            .record(10, 0, Wire.pairs("FCGI_MPXS_CONNS", "0"), 3)
            .record(6, 1, "Status: 200 OK\r\n\r\nbo".getBytes(ISO_8859_1), 255)
            .record(7, 1, "oops".getBytes(ISO_8859_1), 0)
            .record(6, 1, "dy".getBytes(ISO_8859_1), 1)
            .record(6, 1, new byte[0], 0)
            .record(7, 1, new byte[0], 0)
            .record(11, 0, Wire.hex("6400000000000000"), 0)
            .record(3, 1, Wire.hex("0000000100000000"), 0)
            .bytes();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 100_000})
    void readsAnAnswerHoweverItIsCut(int step) throws Exception {
        WebServerEngine engine = new WebServerEngine(ProtocolLimits.DEFAULT);
        StringBuilder stdout = new StringBuilder();
        StringBuilder stderr = new StringBuilder();
        List<String> others = new ArrayList<>();
        for (int from = 0; from < ANSWER.length; from += step) {
            ByteBuffer in = ByteBuffer.wrap(ANSWER, from, Math.min(step, ANSWER.length - from));
            WebServerEvent event;
            while ((event = engine.next(in)) != WebServerEvent.NeedInput.INSTANCE) {
                if (event instanceof WebServerEvent.Output output && !output.last()) {
                    (output.type() == RecordType.STDOUT ? stdout : stderr).append(ISO_8859_1.decode(output.content()));
                } else if (event instanceof WebServerEvent.Output output) {
                    others.add("end of " + output.type() + " " + output.requestId());
                } else if (event instanceof WebServerEvent.GetValuesResult result) {
                    others.add(Trace.text(result.values()));
                } else {
                    others.add(event.toString());
                }
            }
        }
        assertThat(stdout).hasToString("Status: 200 OK\r\n\r\nbody");
        assertThat(stderr).hasToString("oops");
        assertThat(others)
                .containsExactly(
                        "FCGI_MPXS_CONNS=0;",
                        "end of STDOUT 1",
                        "end of STDERR 1",
                        "UnknownType[typeCode=100]",
                        "EndRequest[requestId=1, body=EndRequestBody[appStatus=1, protocolStatusCode=0]]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0101000100080000",
                "0105000100000000",
                "010c000100000000",
                "0103000100070000",
                "0001000000000000"
            })
    void refusesWhatNoApplicationSends(String hex) {
        WebServerEngine engine = new WebServerEngine(ProtocolLimits.DEFAULT);
        assertThatThrownBy(() -> engine.next(ByteBuffer.wrap(Wire.hex(hex)))).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> engine.next(ByteBuffer.wrap(ANSWER))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void talksWithAnFcgiEngine() throws Exception {
        ByteBuffer request = ByteBuffer.allocate(200);
        RecordEncoder.beginRequest(request, 9, Role.RESPONDER, true);
        RecordEncoder.record(request, RecordType.PARAMS, 9, ByteBuffer.wrap(Wire.pairs("REQUEST_METHOD", "GET")));
        RecordEncoder.endOfStream(request, RecordType.PARAMS, 9);
        RecordEncoder.endOfStream(request, RecordType.STDIN, 9);
        assertThat(Trace.whole(Trace.newEngine(), java.util.Arrays.copyOf(request.array(), request.position())))
                .containsExactly("request 9 RESPONDER keep=true REQUEST_METHOD=GET;", "end of stdin 9");
    }
}

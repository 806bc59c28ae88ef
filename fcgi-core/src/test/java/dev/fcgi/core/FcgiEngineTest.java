package dev.fcgi.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FcgiEngineTest {
    private static final byte[] NONE = new byte[0];

    static Stream<Arguments> conversations() {
        return Stream.of(
                Arguments.of(
                        "a request without a body",
                        new Wire().begin(1, false).params(1, "A", "b", "C", "").stdin(1, ""),
                        List.of("request 1 RESPONDER keep=false A=b;C=;", "end of stdin 1")),
                Arguments.of(
                        "a body in several records",
                        new Wire()
                                .begin(1, true)
                                .params(1, "A", "b")
                                .stdin(1, "one ")
                                .stdin(1, "two")
                                .stdin(1, ""),
                        List.of("request 1 RESPONDER keep=true A=b;", "stdin 1 one two", "end of stdin 1")),
                Arguments.of(
                        "padding that looks like headers",
                        new Wire()
                                .begin(300, true)
                                .record(4, 300, Wire.pairs("A", "b"), 255)
                                .record(4, 300, NONE, 255)
                                .record(5, 300, new byte[65535], 255)
                                .record(5, 300, NONE, 255),
                        List.of(
                                "request 300 RESPONDER keep=true A=b;",
                                "stdin 300 " + "\0".repeat(65535),
                                "end of stdin 300")),
                Arguments.of(
                        "an unknown role",
                        new Wire().begin(1, 0x0101, 1).params(1, "A", "b").stdin(1, "x"),
                        List.of("reply 0103000100080000" + "0000000003000000")),
                Arguments.of(
                        "a second request where one is taken",
                        new Wire().begin(1, true).begin(2, true).params(2).params(1, "A", "b"),
                        List.of("reply 0103000200080000" + "0000000001000000", "request 1 RESPONDER keep=true A=b;")),
                Arguments.of(
                        "GET_VALUES in the middle of parameters",
                        new Wire()
                                .begin(1, true)
                                .record(4, 1, Wire.hex("0103 41"), 0)
                                .record(9, 0, Wire.pairs("FCGI_MAX_CONNS", "", "FOO", "", "FCGI_MPXS_CONNS", "9"), 3)
                                .record(4, 1, Wire.hex("62 62"), 0)
                                .record(4, 1, Wire.hex("62"), 0)
                                .record(4, 1, NONE, 0),
                        List.of(
                                "reply 010a000000250300" // 37 bytes, 3 of padding
                                        + "0e03" + "464347495f4d41585f434f4e4e53" + "323030"
                                        + "0f01" + "464347495f4d5058535f434f4e4e53" + "30"
                                        + "000000",
                                "request 1 RESPONDER keep=true A=bbb;")),
                Arguments.of(
                        "GET_VALUES for nothing known",
                        new Wire().record(9, 0, Wire.pairs("FOO", ""), 0).record(9, 0, NONE, 0),
                        List.of("reply 010a000000000000", "reply 010a000000000000")),
                Arguments.of(
                        "a management record of unknown type",
                        new Wire().record(100, 0, new byte[9], 7).record(12, 5, new byte[9], 7),
                        List.of("reply 010b000000080000" + "6400000000000000")),
                Arguments.of(
                        "answers to questions nobody asked",
                        new Wire().record(10, 0, new byte[9], 0).record(11, 0, new byte[8], 0),
                        List.of()),
                Arguments.of(
                        "records for requests that were never begun",
                        new Wire()
                                .stdin(7, "x")
                                .params(7, "A", "b")
                                .record(2, 7, NONE, 0)
                                .record(8, 7, NONE, 0),
                        List.of()),
                Arguments.of(
                        "abort before the parameters ended",
                        new Wire()
                                .begin(1, true)
                                .record(4, 1, Wire.hex("0101"), 0)
                                .record(2, 1, NONE, 0),
                        List.of("reply 0103000100080000" + "0000000000000000")),
                Arguments.of(
                        "abort after the parameters ended",
                        new Wire()
                                .begin(1, true)
                                .params(1)
                                .stdin(1, "a")
                                .record(2, 1, NONE, 0)
                                .stdin(1, "b"),
                        List.of("request 1 RESPONDER keep=true ", "stdin 1 a", "abort 1")),
                Arguments.of(
                        "STDIN before the parameters ended",
                        new Wire()
                                .begin(1, true)
                                .record(4, 1, Wire.hex("0101"), 0)
                                .stdin(1, "x")
                                .params(1),
                        List.of("failed 1 UNEXPECTED_RECORD")),
                Arguments.of(
                        "STDIN after its end on a kept connection",
                        new Wire()
                                .begin(1, true)
                                .params(1)
                                .stdin(1, "")
                                .stdin(1, "")
                                .stdin(1, "x"),
                        List.of(
                                "request 1 RESPONDER keep=true ",
                                "end of stdin 1",
                                "failed 1 UNEXPECTED_RECORD after it came")),
                Arguments.of(
                        "anything after the end of a request on a connection that is not kept (Cherokee 1.2)",
                        new Wire()
                                .begin(1, false)
                                .params(1)
                                .stdin(1, "")
                                .raw(new byte[8])
                                .stdin(1, ""),
                        List.of("request 1 RESPONDER keep=false ", "end of stdin 1")),
                Arguments.of(
                        "a pair that the end of the stream cuts",
                        new Wire()
                                .begin(1, true)
                                .record(4, 1, Wire.hex("0503 4142"), 0)
                                .record(4, 1, NONE, 0),
                        List.of("failed 1 TRUNCATED_PAIR")),
                Arguments.of(
                        "DATA for a Responder",
                        new Wire()
                                .begin(1, true)
                                .params(1)
                                .record(8, 1, new byte[9], 0)
                                .stdin(1, ""),
                        List.of("request 1 RESPONDER keep=true ", "end of stdin 1")),
                Arguments.of(
                        "version 2", new Wire().raw(Wire.hex("0201000100080000")), List.of("LOST UNKNOWN_VERSION")),
                Arguments.of("BEGIN_REQUEST with ID 0", new Wire().begin(0, true), List.of("LOST NULL_REQUEST_ID")),
                Arguments.of(
                        "BEGIN_REQUEST for an active ID",
                        new Wire().begin(1, true).begin(1, true),
                        List.of("LOST DUPLICATE_REQUEST_ID")),
                Arguments.of(
                        "BEGIN_REQUEST of seven bytes",
                        new Wire().record(1, 1, new byte[7], 1),
                        List.of("LOST BAD_CONTENT_LENGTH")),
                Arguments.of(
                        "GET_VALUES that ends inside a pair",
                        new Wire()
                                .record(9, 0, Wire.hex("05"), 0)
                                .begin(1, true)
                                .params(1),
                        List.of("LOST TRUNCATED_PAIR")),
                Arguments.of(
                        "GET_VALUES over the limit",
                        new Wire().record(9, 0, new byte[ProtocolLimits.DEFAULT.maxManagementBytes() + 1], 0),
                        List.of("LOST TOO_MANY_MANAGEMENT_BYTES")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversations")
    void givesTheSameEventsHoweverTheInputIsCut(String name, Wire wire, List<String> expected) {
        assertThat(Trace.whole(Trace.newEngine(), wire.bytes()))
                .as(name)
                .satisfies(lines -> equalJoined(lines, expected));
        assertThat(Trace.byteByByte(Trace.newEngine(), wire.bytes())).satisfies(lines -> equalJoined(lines, expected));
        for (long seed = 0; seed < 20; seed++) {
            assertThat(Trace.atRandomCuts(Trace.newEngine(), wire.bytes(), seed))
                    .as("seed %d", seed)
                    .satisfies(lines -> equalJoined(lines, expected));
        }
    }

    /** Replies may be taken one by one or together, before or after an event of the same input. */
    private static void equalJoined(List<? extends String> lines, List<String> expected) {
        assertThat(replies(lines)).isEqualTo(replies(expected));
        assertThat(lines.stream().filter(l -> !l.startsWith("reply")))
                .isEqualTo(expected.stream().filter(l -> !l.startsWith("reply")).toList());
    }

    private static String replies(List<? extends String> lines) {
        return String.join(
                "",
                lines.stream()
                        .filter(l -> l.startsWith("reply "))
                        .map(l -> l.substring(6))
                        .toList());
    }

    @Test
    void takesSeveralRequestsAtOnceWhenMultiplexed() {
        Wire wire = new Wire();
        List<Integer> ids = IntStream.of(1, 2, 3, 65535).boxed().toList();
        ids.forEach(id -> wire.begin(id, true));
        byte[] pairs = Wire.pairs("A", "b");
        for (byte b : pairs) {
            ids.forEach(id -> wire.record(4, id, new byte[] {b}, 5));
        }
        ids.forEach(id -> wire.record(4, id, NONE, 0));
        assertThat(Trace.byteByByte(Trace.newEngine(true), wire.bytes()))
                .containsExactlyElementsOf(ids.stream()
                        .map(id -> "request " + id + " RESPONDER keep=true A=b;")
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
    void keepsAPairThatTwoRecordsCut(int cut) {
        byte[] pairs = Wire.hex("80000003 05 414243 3132333435"); // ABC=12345
        byte[] head = java.util.Arrays.copyOf(pairs, Math.min(cut, pairs.length));
        byte[] tail = java.util.Arrays.copyOfRange(pairs, head.length, pairs.length);
        Wire wire = new Wire().begin(1, true);
        if (head.length > 0) {
            wire.record(4, 1, head, 0);
        }
        if (tail.length > 0) {
            wire.record(4, 1, tail, 0);
        }
        wire.record(4, 1, NONE, 0);
        assertThat(Trace.whole(Trace.newEngine(), wire.bytes()))
                .containsExactly("request 1 RESPONDER keep=true ABC=12345;");
    }

    @Test
    void servesParametersOfMoreThanOneRecord() {
        String value = "v".repeat(70_000);
        byte[] pairs = Wire.pairs("LONG", value, "B", "2");
        Wire wire = new Wire().begin(1, true);
        for (int from = 0; from < pairs.length; from += 65535) {
            wire.record(4, 1, java.util.Arrays.copyOfRange(pairs, from, Math.min(pairs.length, from + 65535)), 0);
        }
        wire.record(4, 1, NONE, 0);
        assertThat(Trace.whole(Trace.newEngine(), wire.bytes()))
                .containsExactly("request 1 RESPONDER keep=true LONG=" + value + ";B=2;");
    }

    @Nested
    class Limits {
        private static final ProtocolLimits SMALL = new ProtocolLimits(40, 2, 3, 30, 1, 256);

        private List<String> trace(byte[] pairs) {
            FcgiEngine engine = Trace.newEngine(SMALL, new ApplicationValues(1, 1, false));
            return Trace.whole(
                    engine,
                    new Wire()
                            .begin(1, true)
                            .record(4, 1, pairs, 0)
                            .record(4, 1, NONE, 0)
                            .stdin(1, "x")
                            .bytes());
        }

        @Test
        void allowWhatIsAtTheBound() {
            assertThat(trace(Wire.pairs("ABC", "v".repeat(30), "D", "ef")))
                    .first()
                    .asString()
                    .startsWith("request");
        }

        @Test
        void refuseOneByteMoreOfParameters() {
            assertThat(trace(Wire.pairs("ABC", "v".repeat(30), "D", "efg")))
                    .containsExactly("failed 1 TOO_MANY_PARAMS_BYTES");
        }

        @Test
        void refuseOnePairMore() {
            assertThat(trace(Wire.pairs("A", "", "B", "", "C", ""))).containsExactly("failed 1 TOO_MANY_PARAMS");
        }

        @Test
        void refuseALongerName() {
            assertThat(trace(Wire.pairs("ABCD", ""))).containsExactly("failed 1 NAME_TOO_LONG");
        }

        @Test
        void refuseALongerValue() {
            assertThat(trace(Wire.pairs("A", "v".repeat(31)))).containsExactly("failed 1 VALUE_TOO_LONG");
        }

        @Test
        void refuseAnnouncedLengthsWhoseSumOverflows() {
            assertThat(trace(Wire.hex("FFFFFFFF FFFFFFFF"))).containsExactly("failed 1 NAME_TOO_LONG");
        }

        @Test
        void closeAConnectionThatOnlyAsksQuestions() {
            Wire wire = new Wire();
            for (int i = 0; i < 100; i++) {
                wire.record(9, 0, NONE, 0);
            }
            FcgiEngine engine = Trace.newEngine(SMALL, new ApplicationValues(1, 1, false));
            assertThat(Trace.whole(engine, wire.bytes())).first().isEqualTo("LOST TOO_MANY_MANAGEMENT_BYTES");
        }

        @ParameterizedTest(name = "maxManagementBytes={0}: {1}")
        @CsvSource({"64, reply", "63, LOST TOO_MANY_MANAGEMENT_BYTES"})
        void boundRepliesByTheirWholeRecords(int maxManagementBytes, String expected) {
            byte[] question = Wire.pairs("FCGI_MAX_CONNS", "", "FCGI_MAX_REQS", "", "FCGI_MPXS_CONNS", "");
            FcgiEngine engine = Trace.newEngine(
                    new ProtocolLimits(40, 3, 15, 30, 1, maxManagementBytes), new ApplicationValues(200, 100, false));
            assertThat(Trace.whole(engine, new Wire().record(9, 0, question, 0).bytes()))
                    .first()
                    .asString()
                    .startsWith(expected);
        }
    }

    @Test
    void ignoresInputForARequestThatHasEnded() {
        FcgiEngine engine = Trace.newEngine();
        Trace trace = new Trace(engine);
        byte[] first = new Wire().begin(1, true).params(1).stdin(1, "one").bytes();
        trace.feed(first, 0, first.length - 1);
        engine.endRequest(1);
        trace.feed(first, first.length - 1, first.length);
        byte[] second = new Wire()
                .stdin(1, "late")
                .stdin(1, "")
                .begin(1, true)
                .params(1)
                .stdin(1, "two")
                .bytes();
        trace.feed(second, 0, second.length);
        assertThat(trace.lines())
                .containsExactly(
                        "request 1 RESPONDER keep=true ",
                        "stdin 1 on",
                        "request 1 RESPONDER keep=true ",
                        "stdin 1 two");
    }

    @Test
    void p_16_whatFollowsTheEndOfARequestDisturbsNoOther() {
        assertThat(Trace.whole(
                        Trace.newEngine(true),
                        new Wire()
                                .begin(1, true)
                                .params(1)
                                .begin(2, false)
                                .params(2)
                                .stdin(2, "")
                                .stdin(2, "behind its end")
                                .stdin(1, "body")
                                .bytes()))
                .containsExactly(
                        "request 1 RESPONDER keep=true ",
                        "request 2 RESPONDER keep=false ",
                        "end of stdin 2",
                        "stdin 1 body");
    }

    /** Whose content came last says nothing about the record that is being read when its request ends. */
    @Test
    void skipsNothingButContentOfTheRequestThatEnds() {
        FcgiEngine engine = Trace.newEngine();
        Trace trace = new Trace(engine);
        byte[] bytes = new Wire()
                .begin(1, true)
                .params(1)
                .stdin(1, "one")
                .stdin(1, "")
                .record(9, 0, Wire.pairs("FCGI_MPXS_CONNS", ""), 0)
                .begin(2, true)
                .params(2)
                .bytes();
        int question = bytes.length - 16 - 8 - 17 - 8 - 8;
        trace.feed(bytes, 0, question + 10);
        engine.endRequest(1);
        trace.feed(bytes, question + 10, bytes.length - 10);
        trace.feed(bytes, bytes.length - 10, bytes.length);
        assertThat(trace.lines())
                .containsExactly(
                        "request 1 RESPONDER keep=true ",
                        "stdin 1 one",
                        "end of stdin 1",
                        "reply 010a000000120600" + "0f01" + "464347495f4d5058535f434f4e4e53" + "30" + "000000000000",
                        "request 2 RESPONDER keep=true ");
    }

    /** What comes behind the end of a request that is not kept must not cost others their input. */
    @Test
    void dropsNoInputThatANeighbourNeeds() {
        byte[] bytes = new Wire()
                .begin(1, false)
                .params(1)
                .stdin(1, "")
                .begin(2, true)
                .stdin(1, "once more")
                .params(2)
                .stdin(1, "")
                .stdin(2, "its own")
                .bytes();
        List<String> expected = List.of(
                "request 1 RESPONDER keep=false ",
                "end of stdin 1",
                "request 2 RESPONDER keep=true ",
                "stdin 2 its own");
        assertThat(Trace.whole(Trace.newEngine(true), bytes)).isEqualTo(expected);
        assertThat(Trace.byteByByte(Trace.newEngine(true), bytes)).isEqualTo(expected);
    }

    @Test
    void countsIgnoredBytesUntilTheNextRequest() throws Exception {
        FcgiEngine engine = Trace.newEngine();
        byte[] record = new Wire().stdin(1, "12345").bytes();
        engine.next(ByteBuffer.wrap(record));
        assertThat(engine.ignoredBytes()).as("with header and padding").isEqualTo(record.length);
        engine.next(ByteBuffer.wrap(new Wire().begin(1, true).bytes()));
        assertThat(engine.ignoredBytes()).isZero();
    }

    @Test
    void isFinishedWhenTheLastRequestWithoutKeepConnHasEnded() throws Exception {
        FcgiEngine engine = Trace.newEngine(true);
        engine.next(ByteBuffer.wrap(new Wire().begin(1, true).begin(2, false).bytes()));
        assertThat(engine.isFinished()).isFalse();
        engine.endRequest(2);
        assertThat(engine.isFinished()).isFalse();
        engine.next(ByteBuffer.wrap(new Wire().begin(3, true).bytes()));
        engine.endRequest(1);
        assertThat(engine.isFinished()).as("before the new request was refused").isFalse();
        assertThat(Trace.whole(engine, new Wire().params(3).bytes())).containsExactly("failed 3 OVERLOADED");
        engine.endRequest(3);
        assertThat(engine.isFinished()).isTrue();
    }

    @Test
    void isFinishedAfterARefusalWithoutKeepConn() throws Exception {
        FcgiEngine engine = Trace.newEngine();
        engine.next(ByteBuffer.wrap(new Wire().begin(1, 99, 0).bytes()));
        assertThat(engine.isFinished()).isTrue();
    }

    @Test
    void staysLostOnceTheConnectionIsLost() {
        FcgiEngine engine = Trace.newEngine();
        byte[] good = new Wire().begin(1, true).params(1).bytes();
        assertThatThrownBy(() -> engine.next(ByteBuffer.wrap(new byte[8]))).isInstanceOf(ProtocolException.class);
        ByteBuffer in = ByteBuffer.wrap(good);
        assertThatThrownBy(() -> engine.next(in)).isInstanceOf(ProtocolException.class);
        assertThat(in.remaining()).isEqualTo(good.length);
    }

    @Test
    void forgetsRequestsThatHaveEnded() throws Exception {
        FcgiEngine engine = Trace.newEngine();
        for (int id = 1; id <= 65535; id++) {
            engine.next(ByteBuffer.wrap(new Wire().begin(id, true).bytes()));
            engine.endRequest(id);
        }
        assertThat(engine.openRequests()).isZero();
    }
}

package dev.fcgi.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The room that connections share, and what becomes of requests for which there is none. */
class CapacityTest {
    private static final String OVERLOADED_3 = "reply 0103000300080000" + "0000000002000000";

    private final Capacity capacity = new Capacity(2, 100);

    private Trace trace(Overload overload, int maxRequestsPerConnection) {
        ProtocolLimits limits = new ProtocolLimits(80, 10, 20, 80, maxRequestsPerConnection, 256);
        return new Trace(
                new FcgiEngine(limits, new ApplicationValues(1, 2, true), overload, capacity, new RecentPairs()));
    }

    private static Wire request(int requestId) {
        return new Wire().begin(requestId, true).params(requestId, "A", "b").stdin(requestId, "");
    }

    @Test
    void refusesARequestOnceItsParametersHaveEnded() {
        Trace one = trace(Overload.STATUS, 10);
        one.feed(request(1).bytes());
        Trace other = trace(Overload.STATUS, 10);
        other.feed(request(2).bytes());
        assertThat(capacity.requests()).isEqualTo(2);

        byte[] third = request(3).bytes();
        other.feed(third, 0, third.length - 16);
        assertThat(other.lines()).hasSize(2);
        other.feed(third, third.length - 16, third.length);
        assertThat(other.lines()).last().isEqualTo("failed 3 OVERLOADED");
        other.engine().endRequest(3);
        assertThat(capacity.requests()).isEqualTo(2);

        one.engine().endRequest(1);
        other.feed(request(4).bytes());
        assertThat(other.lines()).last().isEqualTo("failed 4 OVERLOADED");
        capacity.endRequest(); // only now the application of request 1 has finished
        other.feed(request(5).bytes());
        assertThat(other.lines()).contains("request 5 RESPONDER keep=true A=b;");
    }

    @Test
    void refusesARequestAtOnceIfToldTo() {
        Trace trace = trace(Overload.PROTOCOL, 10);
        trace.feed(request(1).bytes());
        trace.feed(request(2).bytes());
        trace.feed(request(3).bytes());
        assertThat(trace.lines()).last().isEqualTo(OVERLOADED_3);
        assertThat(trace.engine().openRequests()).isEqualTo(2);
    }

    @Test
    void refusesParametersForTheSameReasonHoweverTheyAreCut() {
        byte[] params = new Wire()
                .begin(1, true)
                .record(4, 1, new byte[40], 0)
                .begin(2, true)
                .record(4, 2, new byte[81], 0)
                .bytes();
        Trace whole = trace(Overload.STATUS, 10);
        whole.feed(params);
        whole.engine().close();
        assertThat(capacity.incompleteBytes()).isZero();
        Trace cut = trace(Overload.STATUS, 10);
        cut.feed(params, 0, params.length - 1);
        cut.feed(params, params.length - 1, params.length);
        assertThat(whole.lines()).containsExactly("failed 2 OVERLOADED").isEqualTo(cut.lines());
    }

    /** As many refused requests as others may be open on a connection; one more gets the protocol's own refusal. */
    @Test
    void remembersABoundedNumberOfRefusedRequests() {
        Trace trace = trace(Overload.STATUS, 1);
        trace.feed(new Wire().begin(1, true).begin(2, true).begin(3, true).bytes());
        assertThat(trace.lines()).containsExactly(OVERLOADED_3);
        assertThat(trace.engine().openRequests()).isEqualTo(2);
        assertThat(capacity.requests()).isEqualTo(1);
    }

    @Test
    void refusesARequestBehindTheLastOneOfAConnection() {
        Trace trace = trace(Overload.STATUS, 10);
        trace.engine().refuseRequests();
        assertThat(trace.engine().isFinished()).isTrue();
        trace.feed(request(1).bytes());
        assertThat(trace.lines()).containsExactly("failed 1 OVERLOADED");
        assertThat(trace.engine().isFinished()).isFalse();
        trace.engine().endRequest(1);
        assertThat(trace.engine().isFinished()).isTrue();
    }

    @Test
    void boundsTheParametersOfAllConnections() {
        Trace one = trace(Overload.STATUS, 10);
        one.feed(new Wire().begin(1, true).record(4, 1, new byte[60], 0).bytes());
        Trace other = trace(Overload.STATUS, 10);
        other.feed(new Wire().begin(1, true).record(4, 1, new byte[40], 0).bytes());
        assertThat(capacity.incompleteBytes()).isEqualTo(100);
        other.feed(new Wire().record(4, 1, new byte[1], 0).bytes());
        assertThat(other.lines()).containsExactly("failed 1 OVERLOADED");
        assertThat(capacity.incompleteBytes()).isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    the end of the parameters, 0104000100000000, 1
                    an abort, 0102000100000000, 0
                    a record out of order, 0105000100010000 78, 1
                    too many parameters, 0104000100640000, 1
                    """)
    void givesRoomBackAfter(String what, String hex, int requests) {
        Trace trace = trace(Overload.STATUS, 10);
        trace.feed(
                new Wire().begin(1, true).record(4, 1, Wire.pairs("A", "b"), 0).bytes());
        trace.feed(new Wire().raw(Wire.hex(hex)).raw(new byte[100]).bytes());
        assertThat(capacity.incompleteBytes()).isZero();
        assertThat(capacity.requests()).isEqualTo(requests);
    }

    @Test
    void givesRoomBackAtTheEndOfAConnection() {
        Trace trace = trace(Overload.STATUS, 10);
        trace.feed(request(1).bytes());
        trace.feed(new Wire()
                .begin(2, true)
                .record(4, 2, new byte[60], 0)
                .raw(Wire.hex("0109000000200000 00"))
                .bytes());
        assertThat(capacity.incompleteBytes()).isEqualTo(61);
        trace.engine().close();
        assertThat(capacity.incompleteBytes()).isZero();
        assertThat(capacity.requests())
                .as("the one whose application still runs")
                .isEqualTo(1);
        trace.feed(request(3).bytes());
        assertThat(trace.lines()).hasSize(2);
    }

    @Test
    void tellsSinceWhichRecordItWaits() {
        Trace trace = trace(Overload.STATUS, 10);
        FcgiEngine engine = trace.engine();
        assertThat(engine.incompleteSince()).isZero();
        trace.feed(Wire.hex("01"));
        assertThat(engine.incompleteSince()).as("inside a header").isEqualTo(1);
        trace.feed(Wire.hex("01 0001 0008 0000 0001 01 0000000000"));
        assertThat(engine.incompleteSince()).as("before the parameters").isEqualTo(1);
        trace.feed(new Wire().begin(2, true).bytes());
        assertThat(engine.incompleteSince()).isEqualTo(1);
        trace.feed(new Wire().params(1).bytes());
        assertThat(engine.incompleteSince()).as("the second request").isEqualTo(2);
        trace.feed(new Wire().params(2).raw(Wire.hex("0105000100FF0000")).bytes());
        assertThat(engine.incompleteSince())
                .as("a body takes the time it takes")
                .isZero();
    }

    @Test
    void failsOnlyRequestsWhoseParametersAreLate() {
        Trace trace = trace(Overload.STATUS, 10);
        FcgiEngine engine = trace.engine();
        trace.feed(new Wire().begin(1, true).record(4, 1, new byte[60], 0).bytes());
        long then = engine.recordsBegun();
        trace.feed(request(2).begin(3, true).bytes());
        assertThat(engine.failIncomplete(then))
                .singleElement()
                .satisfies(failed -> assertThat(failed.requestId()).isEqualTo(1))
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo(ProtocolException.Reason.PARAMS_TIMEOUT));
        assertThat(capacity.incompleteBytes()).isZero();
        trace.feed(new Wire().params(1, "A", "b").stdin(1, "x").bytes());
        assertThat(trace.lines()).as("what is late is ignored").hasSize(2);
        assertThat(engine.incompleteSince()).as("request 3").isGreaterThan(then);
    }

    @Test
    void isNothingWithoutRoom() {
        assertThatThrownBy(() -> new Capacity(0, 1)).hasMessage("maxRequests is 0: it must be at least 1");
        assertThatThrownBy(() -> new Capacity(1, 0)).hasMessage("maxIncompleteBytes is 0: it must be at least 1");
    }
}

package dev.fcgi.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fcgi.core.ApplicationValues;
import dev.fcgi.core.Capacity;
import dev.fcgi.core.Event;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.Overload;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.ProtocolException.Reason;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.RecentPairs;
import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import org.junit.jupiter.params.provider.MethodSource;

/** Any stream of pairs is decoded as the reference decodes it, by the engine, which alone can reach the decoder. */
class NameValuePairsFuzzTest {
    @MethodSource("dev.fcgi.fuzz.Seeds#pairs")
    @FuzzTest
    void decodesWhatTheReferenceDecodes(byte[] bytes) throws Exception {
        FuzzInput input = FuzzInput.of(bytes);
        byte[] stream = input.wire();
        byte[] params = asParams(stream, 16 + input.script().pieceLength());
        FcgiEngineFuzzTest.check(new FuzzInput(input.script(), params), pairs -> "", EnumSet.of(Cuts.AS_SCRIPTED));
        FcgiEngineFuzzTest.check(
                new FuzzInput(input.script(), asQuestion(stream)), pairs -> "", EnumSet.of(Cuts.NOWHERE));
        ReferencePairs reference = new ReferencePairs(stream, ProtocolLimits.DEFAULT);
        if (reference.fault() == null && !reference.pairs().isEmpty()) {
            checkLimits(stream, reference);
            byte[] encoded = WireBuilder.pairs(reference.pairs());
            assertThat(decode(encoded, ProtocolLimits.DEFAULT)).isEqualTo(reference.pairs());
            assertThat(encoded).hasSizeLessThanOrEqualTo(stream.length);
        }
    }

    /** Every limit allows what is at it, and refuses the same if it is one less. */
    private static void checkLimits(byte[] stream, ReferencePairs reference) throws ProtocolException {
        int bytes = stream.length;
        int pairs = reference.pairs().size();
        int name = reference.longestName();
        int value = Math.max(1, reference.longestValue());
        assertThat(decode(stream, limits(bytes, pairs, name, value))).isEqualTo(reference.pairs());
        assertThat(decode(stream, limits(bytes - 1, pairs, name, value))).isEqualTo(Reason.TOO_MANY_PARAMS_BYTES);
        if (pairs > 1) {
            assertThat(decode(stream, limits(bytes, pairs - 1, name, value))).isEqualTo(Reason.TOO_MANY_PARAMS);
        }
        if (name > 1) {
            assertThat(decode(stream, limits(bytes, pairs, name - 1, value))).isEqualTo(Reason.NAME_TOO_LONG);
        }
        if (value > 1) {
            assertThat(decode(stream, limits(bytes, pairs, name, value - 1))).isEqualTo(Reason.VALUE_TOO_LONG);
        }
    }

    private static ProtocolLimits limits(int bytes, int pairs, int name, int value) {
        return new ProtocolLimits(bytes, pairs, name, value, 1, 1);
    }

    /** {@return the pairs, or why there are none} */
    private static Object decode(byte[] stream, ProtocolLimits limits) throws ProtocolException {
        FcgiEngine engine = new FcgiEngine(
                limits,
                new ApplicationValues(1, 1, false),
                Overload.STATUS,
                new Capacity(1, Long.MAX_VALUE),
                new RecentPairs());
        Event event = engine.next(ByteBuffer.wrap(asParams(stream, RecordHeader.MAX_CONTENT_LENGTH)));
        if (event instanceof Event.Request request) {
            return Pair.listOf(request.params());
        }
        if (event instanceof Event.RequestFailed failed) {
            return failed.reason();
        }
        throw new AssertionError(event);
    }

    private static byte[] asParams(byte[] stream, int most) {
        return new WireBuilder()
                .begin(1, true)
                .content(RecordType.PARAMS, 1, stream, most)
                .end(RecordType.PARAMS, 1)
                .bytes();
    }

    private static byte[] asQuestion(byte[] stream) {
        return new WireBuilder()
                .content(RecordType.GET_VALUES, RecordHeader.NULL_REQUEST_ID, stream, RecordHeader.MAX_CONTENT_LENGTH)
                .bytes();
    }
}

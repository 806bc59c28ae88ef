package dev.fcgi.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    static Stream<Arguments> records() {
        return Stream.of(
                record(
                        "0101ffff000800000001010000000000",
                        out -> RecordEncoder.beginRequest(out, 65535, Role.RESPONDER, true)),
                record(
                        "01010001000800000003000000000000",
                        out -> RecordEncoder.beginRequest(out, 1, Role.FILTER, false)),
                record("0102000700000000", out -> RecordEncoder.abortRequest(out, 7)),
                record(
                        "0103010000080000ffffffff02000000",
                        out -> RecordEncoder.endRequest(out, 256, -1, ProtocolStatus.OVERLOADED)),
                record("010b0000000800006400000000000000", out -> RecordEncoder.unknownType(out, 100)),
                record("0106000100000000", out -> RecordEncoder.endOfStream(out, RecordType.STDOUT, 1)),
                record(
                        "01060001000305006162630000000000",
                        out -> RecordEncoder.record(
                                out, RecordType.STDOUT, 1, ByteBuffer.wrap("abc".getBytes(ISO_8859_1)))));
    }

    private static Arguments record(String hex, Consumer<ByteBuffer> encoder) {
        return Arguments.of(hex, encoder);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void writesTheBytesTheSpecificationDraws(String hex, Consumer<ByteBuffer> encoder) {
        ByteBuffer out = ByteBuffer.allocate(64);
        encoder.accept(out);
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.position())).isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 65528, 65534, 65535})
    void padsEveryRecordToEightBytes(int contentLength) throws Exception {
        byte[] content = new byte[contentLength];
        Arrays.fill(content, (byte) 'x');
        ByteBuffer out = ByteBuffer.allocate(65600);
        RecordEncoder.record(out, RecordType.STDOUT, 1, ByteBuffer.wrap(content));
        assertThat(out.position() % 8).isZero();
        WebServerEvent.Output output =
                (WebServerEvent.Output) new WebServerEngine(ProtocolLimits.DEFAULT).next(out.flip());
        assertThat(output.content()).isEqualTo(ByteBuffer.wrap(content));
    }

    @Test
    void refusesContentThatFitsNoRecord() {
        assertThatThrownBy(() -> RecordEncoder.record(
                        ByteBuffer.allocate(70000), RecordType.STDOUT, 1, ByteBuffer.allocate(65536)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 32767, 32768, 65535, 65536, 1 << 20})
    void namesAndValuesOfEveryLengthSurvive(int length) throws Exception {
        byte[] value = new byte[length];
        for (int i = 0; i < length; i++) {
            value[i] = (byte) (1 + i % 255);
        }
        byte[] name = "N".repeat(Math.max(1, Math.min(length, 200))).getBytes(ISO_8859_1);
        ByteBuffer out = ByteBuffer.allocate(NameValueEncoder.encodedLength(name, value));
        NameValueEncoder.put(out, name, value);
        assertThat(out.hasRemaining()).isFalse();
        NameValueDecoder decoder = new NameValueDecoder(2 << 20, null);
        out.flip();
        assertThat(decoder.append(out, out.remaining())).isEqualTo(NameValueDecoder.Appended.TAKEN);
        NameValuePairs pairs = decoder.decode(new ProtocolLimits(2 << 20, 1, 200, 1 << 20, 1, 1), null);
        assertThat(pairs.size()).isEqualTo(1);
        assertThat(pairs.name(0)).isEqualTo(new String(name, ISO_8859_1));
        assertThat(pairs.valueBytes(0)).isEqualTo(value);
    }

    @Test
    void writesLengthsInOneByteUpTo127() {
        ByteBuffer out = ByteBuffer.allocate(300);
        NameValueEncoder.put(out, new byte[127], new byte[128]);
        assertThat(HexFormat.of().formatHex(out.array(), 0, 5)).isEqualTo("7f80000080");
    }

    @Test
    void leavesOutPairsWithoutAName() throws Exception {
        NameValueDecoder decoder = new NameValueDecoder(100, null);
        decoder.append(ByteBuffer.wrap(Wire.hex("0001 78 0101 4142")), 7);
        assertThat(Trace.text(decoder.decode(ProtocolLimits.DEFAULT, null))).isEqualTo("A=B;");
    }

    @Test
    void showsNamesButNoValues() throws Exception {
        NameValueDecoder decoder = new NameValueDecoder(100, null);
        decoder.append(ByteBuffer.wrap(Wire.pairs("SECRET", "x1")), 10);
        assertThat(decoder.decode(ProtocolLimits.DEFAULT, null)).hasToString("NameValuePairs[SECRET]");
    }

    @ParameterizedTest
    @EnumSource
    void findsEveryRecordTypeByItsCode(RecordType type) {
        assertThat(RecordType.ofCode(type.code())).isSameAs(type);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 12, 255})
    void knowsNoOtherRecordTypes(int code) {
        assertThat(RecordType.ofCode(code)).isNull();
    }

    @Test
    void numbersRolesAndStatusesAsSpecified() {
        assertThat(Stream.of(Role.values()).map(Role::code)).containsExactly(1, 2, 3);
        assertThat(Stream.of(1, 2, 3).map(Role::ofCode)).containsExactly(Role.values());
        assertThat(Stream.of(0, 1, 2, 3).map(ProtocolStatus::ofCode)).containsExactly(ProtocolStatus.values());
        assertThat(Role.ofCode(0)).isNull();
        assertThat(ProtocolStatus.ofCode(4)).isNull();
    }

    @Test
    void refusesLimitsThatAllowNothing() {
        assertThatThrownBy(() -> new ProtocolLimits(1, 1, 0, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxNameBytes is 0: it must be at least 1");
    }
}

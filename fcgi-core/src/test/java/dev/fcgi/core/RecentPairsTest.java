package dev.fcgi.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RecentPairsTest {
    private final RecentPairs recent = new RecentPairs();

    private NameValuePairs decode(byte[] content) throws ProtocolException {
        NameValueDecoder decoder = new NameValueDecoder(content.length, null);
        decoder.append(ByteBuffer.wrap(content), content.length);
        return decoder.decode(ProtocolLimits.DEFAULT, recent);
    }

    @Test
    void theSameBytesAreTheSamePairs() throws ProtocolException {
        NameValuePairs first = decode(Wire.pairs("A", "1", "B", "2"));
        assertThat(decode(Wire.pairs("A", "1", "B", "2"))).isSameAs(first);
    }

    @Test
    void otherBytesAreNot() throws ProtocolException {
        decode(Wire.pairs("A", "1", "B", "2"));
        for (String[] others : new String[][] {{"A", "1", "B", "3"}, {"A1", "", "B", "2"}, {"A", "1B2"}, {"A", "1"}}) {
            assertThat(decode(Wire.pairs(others))).isEqualTo(NameValuePairs.of(others));
        }
    }

    /** What was remembered is a copy: the input it was read from is overwritten. */
    @Test
    void whatItRemembersStays() throws ProtocolException {
        byte[] input = Wire.pairs("A", "1");
        NameValuePairs first = decode(input);
        System.arraycopy(Wire.pairs("A", "2"), 0, input, 0, input.length);
        assertThat(first).isEqualTo(NameValuePairs.of("A", "1"));
        assertThat(decode(input)).isEqualTo(NameValuePairs.of("A", "2"));
        assertThat(decode(Wire.pairs("A", "1"))).isSameAs(first);
    }

    @Test
    void largeStreamsAreNotRemembered() throws ProtocolException {
        byte[] large = Wire.pairs("A", "x".repeat(4096));
        assertThat(decode(large)).isNotSameAs(decode(large)).isEqualTo(decode(large));
    }

    /** Parameters that lie in one piece are looked at where they are, until the input is about to be overwritten. */
    @Test
    void parametersOutliveTheInputThatBroughtThem() throws ProtocolException {
        NameValueDecoder decoder = new NameValueDecoder(100, null);
        byte[] input = Wire.pairs("A", "1");
        decoder.append(ByteBuffer.wrap(input), input.length);
        decoder.keep();
        System.arraycopy(Wire.pairs("B", "2"), 0, input, 0, input.length);
        decoder.append(ByteBuffer.wrap(input), input.length);
        decoder.keep();
        input[0] = 0;
        assertThat(decoder.decode(ProtocolLimits.DEFAULT, recent)).isEqualTo(NameValuePairs.of("A", "1", "B", "2"));
    }

    @Test
    void equalityIsOfNamesAndValuesInTheirOrder() {
        NameValuePairs pairs = NameValuePairs.of("AB", "C", "D", "");
        assertThat(pairs)
                .isEqualTo(NameValuePairs.of("AB", "C", "D", ""))
                .hasSameHashCodeAs(NameValuePairs.of("AB", "C", "D", ""));
        assertThat(pairs).isNotEqualTo(NameValuePairs.of("A", "BC", "D", ""));
        assertThat(pairs).isNotEqualTo(NameValuePairs.of("D", "", "AB", "C"));
        assertThat(pairs.hasNamesOf(NameValuePairs.of("AB", "x", "D", "yz"))).isTrue();
        assertThat(pairs.hasNamesOf(NameValuePairs.of("AB", "C", "E", ""))).isFalse();
        assertThat(pairs.hasNamesOf(NameValuePairs.of("AB", "C"))).isFalse();
    }
}

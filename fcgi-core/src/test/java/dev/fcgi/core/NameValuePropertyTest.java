package dev.fcgi.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** FastCGI 1.0, section 3.4, for pairs of any content and length. */
class NameValuePropertyTest {
    private static final int MOST_PAIRS = 20;
    private static final int MOST_BYTES = MOST_PAIRS * 50_000;
    private static final ProtocolLimits LIMITS = new ProtocolLimits(MOST_BYTES, MOST_PAIRS, 1000, 40_000, 1, 1);

    record Pair(String name, String value) {}

    /** Written with nothing of what is tested; lengths up to 127 may be written in four bytes too. */
    private static byte[] bytes(List<Pair> pairs, boolean longForm) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Pair pair : pairs) {
            out.writeBytes(length(pair.name.length(), longForm));
            out.writeBytes(length(pair.value.length(), longForm));
            out.writeBytes(pair.name.getBytes(ISO_8859_1));
            out.writeBytes(pair.value.getBytes(ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static byte[] length(int length, boolean longForm) {
        return longForm || length > 127
                ? ByteBuffer.allocate(4).putInt(length | 1 << 31).array()
                : new byte[] {(byte) length};
    }

    @Property(seed = "1996")
    void pairsComeBackHoweverTheyAreWrittenAndCut(
            @ForAll("pairs") List<Pair> pairs,
            @ForAll boolean longForm,
            @ForAll @IntRange(min = 1, max = 300) int pieceLength)
            throws Exception {
        byte[] bytes = bytes(pairs, longForm);
        NameValueDecoder decoder = new NameValueDecoder(MOST_BYTES, null);
        for (int i = 0; i < bytes.length; i += pieceLength) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, i, Math.min(pieceLength, bytes.length - i));
            assertThat(decoder.append(piece, piece.remaining())).isEqualTo(NameValueDecoder.Appended.TAKEN);
        }
        assertThat(pairs(decoder.decode(LIMITS, null))).isEqualTo(pairs);
    }

    @Property(seed = "1996")
    void pairsAreWrittenInTheShortForm(@ForAll("pairs") List<Pair> pairs) {
        ByteBuffer out = ByteBuffer.allocate(MOST_BYTES);
        for (Pair pair : pairs) {
            byte[] name = pair.name.getBytes(ISO_8859_1);
            byte[] value = pair.value.getBytes(ISO_8859_1);
            int start = out.position();
            NameValueEncoder.put(out, name, value);
            assertThat(out.position() - start).isEqualTo(NameValueEncoder.encodedLength(name, value));
        }
        assertThat(out.flip()).isEqualTo(ByteBuffer.wrap(bytes(pairs, false)));
    }

    private static List<Pair> pairs(NameValuePairs pairs) {
        return IntStream.range(0, pairs.size())
                .mapToObj(i -> new Pair(pairs.name(i), new String(pairs.valueBytes(i), ISO_8859_1)))
                .toList();
    }

    @Provide
    Arbitrary<List<Pair>> pairs() {
        Arbitrary<String> names = texts(Arbitraries.of(1, 2, 10, 126, 127, 128, 129, 255, 256, 1000));
        Arbitrary<String> values = texts(Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.of(0, 1, 126, 127, 128, 129, 255, 256)),
                Tuple.of(1, Arbitraries.of(32_767, 32_768, 40_000))));
        return Combinators.combine(names, values).as(Pair::new).list().ofMaxSize(MOST_PAIRS);
    }

    private static Arbitrary<String> texts(Arbitrary<Integer> lengths) {
        return lengths.flatMap(length -> Arbitraries.randomValue(random -> {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return new String(bytes, ISO_8859_1);
        }));
    }
}

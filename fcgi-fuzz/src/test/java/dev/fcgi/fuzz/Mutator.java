package dev.fcgi.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Spoils traffic, byte by byte and record by record. The same random numbers spoil it the same way. */
final class Mutator {
    private static final byte[] NOTHING = new byte[0];
    private static final int MOST_MUTATIONS = 3;

    private final List<byte[]> seeds;
    private final Random random;

    Mutator(List<byte[]> seeds, Random random) {
        this.seeds = seeds;
        this.random = random;
    }

    /** {@return spoilt traffic with a script} */
    FuzzInput next() {
        byte[] script = new byte[random.nextBoolean() ? random.nextInt(4) : random.nextInt(22)];
        random.nextBytes(script);
        byte[] wire = pick(seeds);
        for (int left = 1 + random.nextInt(MOST_MUTATIONS); left > 0; left--) {
            List<WireRecord> records = WireRecord.read(wire);
            wire = records.isEmpty() || random.nextInt(8) == 0
                    ? mutateBytes(wire)
                    : mutateRecords(wire, pick(records), pick(records));
        }
        return new FuzzInput(new Script(script), wire);
    }

    private byte[] mutateBytes(byte[] wire) {
        int at = random.nextInt(wire.length + 1);
        byte[] other = pick(seeds);
        int from = random.nextInt(other.length);
        return switch (random.nextInt(5)) {
            case 0 -> flipBit(wire, at);
            case 1 -> replace(wire, at, at + 1, (byte) pickValue());
            case 2 -> replace(wire, at, at + random.nextInt(16), NOTHING);
            case 3 -> replace(wire, at, wire.length, NOTHING);
            default -> replace(wire, at, wire.length, Arrays.copyOfRange(other, from, other.length));
        };
    }

    private byte[] mutateRecords(byte[] wire, WireRecord record, WireRecord other) {
        int start = record.start();
        int within = start + WireRecord.HEADER_LENGTH + random.nextInt(record.contentLength() + 1);
        return switch (random.nextInt(9)) {
            case 0 -> replace(wire, start + 1, start + 2, (byte) random.nextInt(13)); // type
            case 1 -> replace(wire, start + 2, start + 4, (byte) 0, (byte) random.nextInt(4)); // request ID
            case 2 -> replace(wire, start + 5, start + 6, (byte) (record.contentLength() + random.nextInt(5) - 2));
            case 3 -> replace(wire, start + 6, start + 7, (byte) pickValue()); // padding length
            case 4 -> replace(wire, start, record.end(), NOTHING);
            case 5 -> replace(wire, start, start, Arrays.copyOfRange(wire, other.start(), end(wire, other)));
            case 6 -> replace(wire, start, start, renumbered(pick(seeds))); // a request inside another
            case 7 -> replace(wire, wire.length, wire.length, pick(seeds)); // a request behind another
            default -> replace(wire, within, within + 1, (byte) pickValue());
        };
    }

    private byte[] renumbered(byte[] wire) {
        byte[] renumbered = wire.clone();
        byte requestId = (byte) (2 + random.nextInt(3));
        for (WireRecord record : WireRecord.read(wire)) {
            if (record.requestId() != 0) {
                renumbered[record.start() + 3] = requestId;
            }
        }
        return renumbered;
    }

    private static int end(byte[] wire, WireRecord record) {
        return Math.min(wire.length, record.end());
    }

    private byte[] flipBit(byte[] wire, int at) {
        byte[] flipped = wire.clone();
        if (at < wire.length) {
            flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** Replaces a part of the wire, as far as there is one. */
    private static byte[] replace(byte[] wire, int from, int to, byte... by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(wire.length + by.length);
        out.write(wire, 0, Math.min(from, wire.length));
        out.writeBytes(by);
        if (to < wire.length) {
            out.write(wire, to, wire.length - to);
        }
        return out.toByteArray();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A value where lengths and types change their meaning, or any. */
    private int pickValue() {
        int[] values = {0, 1, 0x7F, 0x80, 0xFF, random.nextInt(256)};
        return values[random.nextInt(values.length)];
    }
}

package dev.fcgi.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What a fuzzer's bytes say: the length of a {@link Script}, the script, and the wire, which is what the peer sends. */
final class FuzzInput {
    private final Script script;
    private final byte[] wire;

    FuzzInput(Script script, byte[] wire) {
        this.script = script;
        this.wire = wire;
    }

    static FuzzInput of(byte[] bytes) {
        if (bytes.length == 0) {
            return new FuzzInput(Script.NONE, bytes);
        }
        int scriptEnd = Math.min(bytes.length, 1 + (bytes[0] & 0xFF));
        return new FuzzInput(
                new Script(Arrays.copyOfRange(bytes, 1, scriptEnd)),
                Arrays.copyOfRange(bytes, scriptEnd, bytes.length));
    }

    byte[] toBytes() {
        byte[] scriptBytes = script.toBytes();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(scriptBytes.length);
        bytes.writeBytes(scriptBytes);
        bytes.writeBytes(wire);
        return bytes.toByteArray();
    }

    Script script() {
        return script;
    }

    byte[] wire() {
        return wire;
    }
}

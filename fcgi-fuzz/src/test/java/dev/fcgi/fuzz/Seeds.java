package dev.fcgi.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Named.named;

import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Where fuzzing starts: what web servers have sent, and what they have not but may. */
final class Seeds {
    private Seeds() {}

    /** {@return inputs for the application's side, each with a script of its own} */
    static Stream<Arguments> requests() {
        return withScripts(requestWires());
    }

    /** {@return inputs for the web server's side} */
    static Stream<Arguments> responses() {
        return withScripts(ResponseSeeds.wires());
    }

    /** {@return streams of name-value pairs, each with a script} */
    static Stream<Arguments> pairs() {
        Map<String, byte[]> pairs = map(captured(), Seeds::params);
        pairs.put("long-lengths", params(RequestSeeds.longLengths().bytes()));
        pairs.put(
                "huge-lengths",
                new WireBuilder().raw(0x81, 0, 0, 1, 0xFF, 0, 0, 1, 'A', 'b').bytes());
        return withScripts(pairs);
    }

    /** {@return variables as text behind a byte of settings} */
    static Stream<Arguments> variables() {
        return arguments(map(captured(), Seeds::variables));
    }

    /** {@return settings, a status, and the fields of responses as text} */
    static Stream<Arguments> responseFields() {
        Map<String, byte[]> fields = new TreeMap<>();
        fields.put("plain", responseFields(0, 0, new Pair("X-Reason", "OK"), new Pair("Content-Type", "text/plain")));
        fields.put("redirect", responseFields(0, 102, new Pair("Set-Cookie", "a=b"), new Pair("Location", "/é €")));
        fields.put("twice", responseFields(0, 1, new Pair("location", "/a"), new Pair("LOCATION", "/b")));
        fields.put("file", responseFields(1, 0, new Pair("X-Sendfile", "/f"), new Pair("X-Accel-Redirect", "/f")));
        fields.put("no-file", responseFields(0, 0, new Pair("X-Sendfile", "/f"), new Pair("Status", "500 x")));
        fields.put(
                "injection", responseFields(0, 0, new Pair("X", "a\r\nStatus: 200 OK\r\n\r\n"), new Pair("A:\n", "b")));
        return arguments(fields);
    }

    private static byte[] responseFields(int settings, int status, Pair... fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) settings, 0, (byte) status});
        bytes.writeBytes(Fields.format(List.of(fields)).getBytes(UTF_8));
        return bytes.toByteArray();
    }

    static Map<String, byte[]> requestWires() {
        Map<String, byte[]> wires = captured();
        wires.putAll(RequestSeeds.wires());
        return wires;
    }

    /** What web servers have sent: see captures/README.md. */
    private static Map<String, byte[]> captured() {
        URL directory = Objects.requireNonNull(Seeds.class.getResource("captures"));
        Map<String, byte[]> wires = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".bin")).toList()) {
                wires.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException x) {
            throw new UncheckedIOException(x);
        } catch (URISyntaxException x) {
            throw new IllegalStateException(x);
        }
        return wires;
    }

    private static Map<String, byte[]> map(Map<String, byte[]> wires, Function<byte[], byte[]> mapping) {
        wires.replaceAll((name, wire) -> mapping.apply(wire));
        return wires;
    }

    private static byte[] params(byte[] wire) {
        ByteArrayOutputStream params = new ByteArrayOutputStream();
        for (WireRecord record : WireRecord.read(wire)) {
            if (record.type() == RecordType.PARAMS.code() && record.contentEnd() <= wire.length) {
                params.write(wire, record.contentStart(), record.contentLength());
            }
        }
        return params.toByteArray();
    }

    private static byte[] variables(byte[] wire) {
        List<Pair> pairs = new ReferencePairs(params(wire), ProtocolLimits.DEFAULT).pairs();
        return ("\0" + Fields.format(pairs)).getBytes(ISO_8859_1);
    }

    private static Stream<Arguments> withScripts(Map<String, byte[]> wires) {
        int[] number = {0};
        return arguments(map(wires, wire -> new FuzzInput(script(number[0]++), wire).toBytes()));
    }

    private static Stream<Arguments> arguments(Map<String, byte[]> inputs) {
        return inputs.entrySet().stream().map(input -> Arguments.of(named(input.getKey(), input.getValue())));
    }

    /** A quarter of the scripts is empty; the others differ in settings and steps. */
    private static Script script(int number) {
        return number % 4 == 0
                ? Script.NONE
                : new Script(new byte[] {
                    (byte) number,
                    (byte) (number / 4),
                    (byte) (7 * number),
                    (byte) (number % 3),
                    (byte) (31 * number),
                    (byte) (number % 5),
                    0,
                    (byte) (13 * number),
                    (byte) (number / 5)
                });
    }
}

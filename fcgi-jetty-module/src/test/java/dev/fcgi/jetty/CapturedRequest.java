package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fcgi.core.RecordHeader;
import dev.fcgi.core.RecordType;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What a web server sent to a Responder for one request, as the captures of fcgi-servlet-bridge have it. */
final class CapturedRequest {
    private static final int RESPONDER = 1;
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x..|.)");

    /** The configuration and the case. */
    final String name;

    private final int id;
    private final int role;
    private final int flags;
    private final Map<String, String> params = new LinkedHashMap<>();
    private final Records pairs = new Records();
    /** Type and content length of each. */
    private List<int[]> records = List.of();

    private byte @Nullable [] wire;

    private CapturedRequest(String name, int[] numbers) {
        this.name = name;
        this.id = numbers[0];
        this.role = numbers[1];
        this.flags = numbers[2];
    }

    int id() {
        return id;
    }

    boolean keepConnection() {
        return (flags & Records.KEEP_CONN) != 0;
    }

    String webServer() {
        return name.substring(0, name.indexOf('-'));
    }

    /** {@return the value, of several the last, or an empty one} */
    String param(String param) {
        return params.getOrDefault(param, "");
    }

    /** {@return the body up to the end of its stream, behind which Cherokee sends more, or null if the client left before} */
    byte @Nullable [] body() {
        ByteBuffer in = ByteBuffer.wrap(wire());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (in.hasRemaining()) {
            int start = in.position();
            int length = Short.toUnsignedInt(in.getShort(start + 4));
            in.position(start + RecordHeader.LENGTH + length + in.get(start + 6));
            if (in.get(start + 1) == RecordType.STDIN.code()) {
                if (length == 0) {
                    return body.toByteArray();
                }
                body.write(in.array(), start + RecordHeader.LENGTH, length);
            }
        }
        return null;
    }

    /** {@return all bytes from the web server; those of a body are zeros where they were not recorded} */
    byte[] wire() {
        if (wire != null) {
            return wire;
        }
        Records out = new Records();
        byte[] encoded = pairs.bytes();
        int at = 0;
        for (int[] record : records) {
            switch (Objects.requireNonNull(RecordType.ofCode(record[0]))) {
                case BEGIN_REQUEST -> out.begin(id, role, flags, 0);
                case PARAMS -> {
                    out.record(record[0], id, Arrays.copyOfRange(encoded, at, at + record[1]));
                    at += record[1];
                }
                default -> out.record(record[0], id, new byte[record[1]]);
            }
        }
        return out.bytes();
    }

    @Override
    public String toString() {
        return name;
    }

    /** {@return the requests to Responders of the web servers whose captures begin like one of these, in their order} */
    static List<CapturedRequest> of(String... webServers) throws IOException {
        List<CapturedRequest> requests = new ArrayList<>();
        try (InputStream file = CapturedRequest.class.getResourceAsStream("/captures/captures.txt.gz");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(Objects.requireNonNull(file)), US_ASCII))) {
            String capture = "";
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                String text = line.substring(space + 1);
                switch (line.substring(0, space)) {
                    case "capture" -> capture = text;
                    case "case" -> name = capture + " " + text;
                    case "request" -> requests.add(new CapturedRequest(name, numbers(text, " ")));
                    case "client", "client-length", "stdin" -> {}
                    default -> requests.get(requests.size() - 1).read(line.substring(0, space), text);
                }
            }
        }
        requests.removeIf(request ->
                request.role != RESPONDER || Arrays.stream(webServers).noneMatch(request.name::startsWith));
        return requests;
    }

    private void read(String keyword, String text) {
        switch (keyword) {
            case "records" ->
                records = Arrays.stream(text.split(" ", -1))
                        .map(record -> numbers(record, ":"))
                        .toList();
            case "param" -> {
                int equals = text.indexOf('=');
                Map<String, String> pair =
                        Map.of(unescape(text.substring(0, equals)), unescape(text.substring(equals + 1)));
                params.putAll(pair);
                pairs.raw(Records.encode(pair));
            }
            case "wire" -> wire = unescape(text).getBytes(ISO_8859_1);
            case "wire-cut" -> {}
            default -> throw new IllegalArgumentException(keyword);
        }
    }

    private static int[] numbers(String text, String separator) {
        return Arrays.stream(text.split(separator, -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            String code = escape.group(1);
            return Matcher.quoteReplacement(
                    switch (code.charAt(0)) {
                        case 'r' -> "\r";
                        case 'n' -> "\n";
                        case 'x' -> Character.toString(Integer.parseInt(code.substring(1), 16));
                        default -> code;
                    });
        });
    }
}

package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a web server in one configuration made of a series of requests; {@code captures/README.md} tells how they are
 * written down.
 *
 * @param name web server and configuration
 */
record Capture(String name, List<Exchange> exchanges) {
    String webServer() {
        return name.substring(0, name.indexOf('-'));
    }

    boolean scgi() {
        return name.contains("-scgi-");
    }

    /** A case of the series: what the application's side of a connection received for it. */
    static final class Exchange {
        final String name;
        /** In the order they began; none when the web server answered by itself. */
        final List<Request> requests = new ArrayList<>();
        /** The bytes from the web server, or {@code null} where parameters and records say the same. */
        byte @Nullable [] wire;
        /** Whether the wire is only the beginning. */
        boolean wireCut;

        Exchange(String name) {
            this.name = name;
        }
    }

    /** What the web server sent for one request. */
    static final class Request {
        final ClientRequest client;
        final int id;
        final int role;
        final boolean keepConnection;
        /** Type and content length of each record. */
        final List<int[]> records = new ArrayList<>();
        /** Bytes in FCGI_STDIN. */
        int stdin;
        /** Each name followed by its value. */
        final List<String> params = new ArrayList<>();

        Request(ClientRequest client, int id, int role, int flags) {
            this.client = client;
            this.id = id;
            this.role = role;
            this.keepConnection = (flags & 1) != 0;
        }
    }

    static List<Capture> readAll() throws IOException {
        List<Capture> captures = new ArrayList<>();
        try (InputStream file = Capture.class.getResourceAsStream("captures/captures.txt.gz");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(Objects.requireNonNull(file)), US_ASCII))) {
            Reader reader = new Reader(captures);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                reader.read(line.substring(0, space), line.substring(space + 1));
            }
        }
        return captures;
    }

    private static final class Reader {
        private final List<Capture> captures;
        private String client = "";
        private long clientLength;

        Reader(List<Capture> captures) {
            this.captures = captures;
        }

        void read(String keyword, String text) {
            switch (keyword) {
                case "capture" -> captures.add(new Capture(text, new ArrayList<>()));
                case "case" -> last(captures).exchanges.add(new Exchange(text));
                case "client" -> {
                    client = unescape(text);
                    clientLength = client.length();
                }
                case "client-length" -> clientLength = Long.parseLong(text);
                case "request" -> {
                    boolean tls = exchange().name.startsWith("tls-");
                    int[] numbers = numbers(text, " ");
                    ClientRequest from = ClientRequest.parse(client, clientLength, tls);
                    exchange().requests.add(new Request(from, numbers[0], numbers[1], numbers[2]));
                }
                case "records" -> {
                    for (String typeAndLength : text.split(" ", -1)) {
                        request().records.add(numbers(typeAndLength, ":"));
                    }
                }
                case "stdin" -> request().stdin = Integer.parseInt(text);
                case "param" -> {
                    int equals = text.indexOf('=');
                    request().params.add(unescape(text.substring(0, equals)));
                    request().params.add(unescape(text.substring(equals + 1)));
                }
                case "wire", "wire-cut" -> {
                    exchange().wire = unescape(text).getBytes(ISO_8859_1);
                    exchange().wireCut = keyword.equals("wire-cut");
                }
                default -> throw new IllegalArgumentException(keyword);
            }
        }

        private Exchange exchange() {
            return last(last(captures).exchanges);
        }

        private Request request() {
            return last(exchange().requests);
        }

        private static <T> T last(List<T> list) {
            return list.get(list.size() - 1);
        }

        private static int[] numbers(String text, String separator) {
            return List.of(text.split(separator, -1)).stream()
                    .mapToInt(Integer::parseInt)
                    .toArray();
        }

        private static String unescape(String text) {
            StringBuilder out = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) != '\\') {
                    out.append(text.charAt(i));
                    continue;
                }
                switch (text.charAt(++i)) {
                    case 'r' -> out.append('\r');
                    case 'n' -> out.append('\n');
                    case 'x' -> {
                        out.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                        i += 2;
                    }
                    default -> out.append(text.charAt(i));
                }
            }
            return out.toString();
        }
    }
}

package dev.fcgi.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What came out of a run, line by line; pieces of one stream that follow each other are one line. */
final class Trace {
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder content = new StringBuilder();
    private String stream = "";

    void add(String line) {
        flush();
        lines.add(line);
    }

    void add(String stream, ByteBuffer piece) {
        if (!stream.equals(this.stream)) {
            flush();
            this.stream = stream;
        }
        content.append(ISO_8859_1.decode(piece));
    }

    List<String> lines() {
        flush();
        return lines;
    }

    private void flush() {
        if (!content.isEmpty()) {
            lines.add(stream + " " + content);
            content.setLength(0);
        }
    }
}

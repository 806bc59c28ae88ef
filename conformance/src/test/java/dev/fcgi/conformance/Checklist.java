package dev.fcgi.conformance;

import dev.fcgi.conformance.Line.Proof;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of checklist.txt. Its parts begin with {@code #}, their chapters with {@code ##}. A line is an ID, a level and a title;
 * it is proven by tests of its name unless an indented line below says {@code same as: ID} or {@code reason: why not}.
 * {@code not yet: what} is for a line whose tests cannot show all of it.
 */
record Checklist(List<Part> parts) {

    /** One specification. */
    record Part(String title, List<Chapter> chapters) {}

    /** The lines on one of its sections. */
    record Chapter(String title, List<Line> lines) {}

    private static final Pattern LINE = Pattern.compile("([A-Z]+-[0-9A-Z.]+(?:-[0-9]+)?) +([A-Z]) +(\\S.*)");
    private static final Pattern REMARK = Pattern.compile(" +([a-z ]+): (\\S.*)");

    static Checklist load() throws IOException {
        try (InputStream in = Checklist.class.getResourceAsStream("/checklist.txt")) {
            return parse(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** @throws IllegalArgumentException for text of another form, or an ID that is there twice */
    static Checklist parse(String text) {
        List<Part> parts = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            if (line.startsWith("# ")) {
                parts.add(new Part(line.substring(2), new ArrayList<>()));
            } else if (line.startsWith("## ")) {
                last(parts).chapters().add(new Chapter(line.substring(3), new ArrayList<>()));
            } else {
                List<Line> lines = last(last(parts).chapters()).lines();
                if (line.startsWith(" ")) {
                    lines.set(lines.size() - 1, withRemark(last(lines), line));
                } else {
                    lines.add(line(line));
                }
            }
        });
        Checklist checklist = new Checklist(parts);
        checklist.requireDistinctIds();
        return checklist;
    }

    private static <T> T last(List<T> list) {
        if (list.isEmpty()) {
            throw new IllegalArgumentException("a line has no part, a part no chapter, or a remark no line");
        }
        return list.get(list.size() - 1);
    }

    private static Line line(String text) {
        Matcher matcher = matcher(LINE, text);
        return new Line(matcher.group(1), Level.valueOf(matcher.group(2)), matcher.group(3), Proof.TESTS, "");
    }

    private static Line withRemark(Line line, String text) {
        Matcher matcher = matcher(REMARK, text);
        for (Proof proof : Proof.values()) {
            if (proof.key().equals(matcher.group(1)) && line.remark().isEmpty()) {
                return line.with(proof, matcher.group(2));
            }
        }
        throw new IllegalArgumentException("malformed: " + text);
    }

    private static Matcher matcher(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("malformed: " + text);
        }
        return matcher;
    }

    private void requireDistinctIds() {
        Set<String> prefixes = new HashSet<>();
        for (Line line : lines()) {
            if (!prefixes.add(line.testPrefix())) {
                throw new IllegalArgumentException("twice: " + line.id());
            }
        }
    }

    List<Line> lines() {
        return parts.stream()
                .flatMap(part -> part.chapters().stream())
                .flatMap(chapter -> chapter.lines().stream())
                .toList();
    }

    /** {@return the line that a test's name begins with} */
    Optional<Line> provenBy(NamedTest test) {
        return lines().stream()
                .filter(line -> test.method().startsWith(line.testPrefix()))
                .max(Comparator.comparing(line -> line.testPrefix().length()));
    }

    /** {@return whether a test's name begins as if with an ID of this list} */
    boolean isMeant(NamedTest test) {
        return lines().stream().anyMatch(line -> {
            String prefix = line.testPrefix();
            return test.method().startsWith(prefix.substring(0, prefix.indexOf('_') + 1));
        });
    }
}

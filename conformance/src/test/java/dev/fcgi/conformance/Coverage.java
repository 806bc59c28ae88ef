package dev.fcgi.conformance;

import static java.util.stream.Collectors.joining;

import dev.fcgi.conformance.Line.Proof;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The lines of a checklist and the tests that prove them. */
final class Coverage {

    /** How the lines of one level stand; what is neither tested nor reasoned is missing. */
    record Count(Level level, long lines, long tested, long reasoned) {
        long missing() {
            return lines - tested - reasoned;
        }

        @Override
        public String toString() {
            return level + " " + tested + " of " + lines + " lines have a passing test, " + reasoned + " a reason"
                    + (missing() == 0 ? "" : ", " + missing() + " NEITHER");
        }
    }

    private final Checklist checklist;
    private final Map<String, SortedSet<NamedTest>> tests = new HashMap<>();
    private final List<NamedTest> lost = new ArrayList<>();

    Coverage(Checklist checklist, Collection<NamedTest> named) {
        this.checklist = checklist;
        for (NamedTest test : named) {
            if (checklist.isMeant(test)) {
                checklist
                        .provenBy(test)
                        .ifPresentOrElse(
                                line -> tests.computeIfAbsent(line.id(), id -> new TreeSet<>())
                                        .add(test),
                                () -> lost.add(test));
            }
        }
    }

    /** {@return what the sources of the project say} */
    static Coverage of(Path root) throws IOException {
        return new Coverage(Checklist.load(), TestSources.find(TestSources.modules(root)));
    }

    Checklist checklist() {
        return checklist;
    }

    /** {@return all tests that prove a line} */
    List<NamedTest> tests() {
        return tests.values().stream().flatMap(Collection::stream).sorted().toList();
    }

    /** {@return the tests that are named after a line} */
    List<NamedTest> tests(Line line) {
        return List.copyOf(tests.getOrDefault(line.id(), new TreeSet<>()));
    }

    boolean isTested(Line line) {
        return tests.containsKey(line.proof() == Proof.SAME_AS ? line.remark() : line.id());
    }

    List<Count> counts() {
        return Arrays.stream(Level.values()).map(this::count).toList();
    }

    private Count count(Level level) {
        List<Line> lines =
                checklist.lines().stream().filter(line -> line.level() == level).toList();
        long reasoned = lines.stream()
                .filter(line -> line.proof() == Proof.NONE && !isTested(line))
                .count();
        return new Count(
                level, lines.size(), lines.stream().filter(this::isTested).count(), reasoned);
    }

    /** {@return the counts of all levels in one line} */
    String summary() {
        return "Conformance: " + counts().stream().map(Count::toString).collect(joining("; "));
    }

    /** {@return where checklist and tests disagree} */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        lost.forEach(test -> problems.add(test.shortName() + " begins with an ID that is not in the checklist"));
        for (Line line : checklist.lines()) {
            boolean named = tests.containsKey(line.id());
            if (named && line.proof() != Proof.TESTS) {
                problems.add(line.id() + " has tests of its own: remove '"
                        + line.proof().key() + "'");
            } else if (!named && line.proof() == Proof.TESTS) {
                problems.add(line.id() + " (" + line.level() + ") has neither a test nor a reason: " + line.title());
            } else if (line.proof() == Proof.SAME_AS && !isTested(line)) {
                problems.add(line.id() + " is the same as " + line.remark() + ", which has no test");
            }
        }
        return problems;
    }
}

package dev.fcgi.it;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;

/** docs/compatibility.md: one column for each class whose display name is {@code server | configuration}. */
final class CompatibilityPage {

    private static final String INTRODUCTION = """
            # Compatibility

            What an application can expect behind each web server is written once, as the scenarios of a contract, and every
            configuration below is run against it in `bin/test`, with real web servers: one of each server against all of it, others
            against what they may change. `+` is a scenario that has passed as it stands. A letter is one in which the web server
            does something else: the test expects just that instead, and the note says what. An empty cell was not asked for.

            The results are those of Debian 12: nginx 1.22.1, Apache 2.4, lighttpd 1.4.69, Caddy 2.6.2, HAProxy 2.6.12 and h2o 2.2.5.

            `bin/test` prints this table, and fails, when it is run without arguments, where this page is not what it has seen. The
            new page is then in `it-tests/target/compatibility.md`.

            """;

    private static final String SEPARATOR = " | ";

    /** By class: each scenario, and whether all that was tried of it has passed. */
    private final Map<Class<?>, Map<Scenario, Boolean>> results = new HashMap<>();

    private final Map<String, String> notes = new TreeMap<>();

    /** Takes one test in; what is not of the contract is left out. */
    synchronized void add(Class<?> testClass, String method, boolean passed) {
        Scenario scenario = Scenario.of(testClass, method);
        if (scenario != null && isConfiguration(testClass)) {
            results.computeIfAbsent(testClass, c -> new HashMap<>()).merge(scenario, passed, Boolean::logicalAnd);
        }
    }

    /** Takes in that a class as a whole has failed, and so whatever it has tried. */
    synchronized void addFailure(Class<?> testClass) {
        if (isConfiguration(testClass)) {
            Map<Scenario, Boolean> all = results.computeIfAbsent(testClass, c -> new HashMap<>());
            all.put(new Scenario("", "starts and stops"), false);
        }
    }

    boolean isEmpty() {
        return results.isEmpty();
    }

    private static boolean isConfiguration(Class<?> testClass) {
        DisplayName name = testClass.getAnnotation(DisplayName.class);
        return name != null && name.value().contains(SEPARATOR);
    }

    private static String name(Class<?> testClass) {
        return testClass.getAnnotation(DisplayName.class).value();
    }

    /** {@return the page, in Markdown} */
    String text() {
        return INTRODUCTION + table();
    }

    /** {@return the table, with what its columns and letters are} */
    synchronized String table() {
        notes.clear();
        List<Class<?>> columns = new ArrayList<>(results.keySet());
        columns.sort(comparing((Class<?> c) -> name(c).substring(0, name(c).indexOf(SEPARATOR)))
                .thenComparing(c -> -resultsOf(c).size())
                .thenComparing(CompatibilityPage::name));
        StringBuilder legend = new StringBuilder("|  | server | configuration |\n| --- | --- | --- |\n");
        StringBuilder head = new StringBuilder("| scenario |");
        StringBuilder line = new StringBuilder("| --- |");
        for (int i = 0; i < columns.size(); i++) {
            legend.append("| %d | %s |\n".formatted(i + 1, name(columns.get(i))));
            head.append(' ').append(i + 1).append(" |");
            line.append(" --- |");
        }
        TreeSet<Scenario> rows = new TreeSet<>();
        results.values().forEach(row -> rows.addAll(row.keySet()));
        StringBuilder table = new StringBuilder(legend)
                .append('\n')
                .append(head)
                .append('\n')
                .append(line)
                .append('\n');
        for (Scenario row : rows) {
            table.append("| ")
                    .append(row.topic())
                    .append(": ")
                    .append(row.name())
                    .append(" |");
            columns.forEach(
                    column -> table.append(' ').append(cell(column, row)).append(" |"));
            table.append('\n');
        }
        return table.append('\n').append(notes()).toString();
    }

    private Map<Scenario, Boolean> resultsOf(Class<?> column) {
        return results.getOrDefault(column, Map.of());
    }

    private String cell(Class<?> column, Scenario row) {
        Boolean passed = resultsOf(column).get(row);
        if (passed == null) {
            return "";
        }
        if (!passed) {
            return "FAILED";
        }
        List<String> differences = row.differences(column);
        return differences.isEmpty()
                ? "+"
                : String.join(
                        " ", differences.stream().sorted().map(this::letter).toList());
    }

    /** {@return the letter of a note: a, b, and so on, aa behind z} */
    private String letter(String note) {
        return notes.computeIfAbsent(note, n -> {
            int index = notes.size();
            String last = String.valueOf((char) ('a' + index % 26));
            return index < 26 ? last : (char) ('a' + index / 26 - 1) + last;
        });
    }

    private String notes() {
        StringBuilder text = new StringBuilder("| note | what the web server does |\n| --- | --- |\n");
        notes.entrySet().stream()
                .sorted(comparing((Map.Entry<String, String> note) ->
                                note.getValue().length())
                        .thenComparing(Map.Entry::getValue))
                .forEach(note -> text.append("| %s | %s |\n".formatted(note.getValue(), note.getKey())));
        return text.toString();
    }
}

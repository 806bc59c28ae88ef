package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;

/** What every getter of a request must return. */
final class GetterTable {

    /** What uses up the body, makes what was not there, or has no part in what a front end says. */
    private static final List<String> NOT_ASKED = List.of(
            "getInputStream", "getReader", "getSession", "getPart", "getParts", "getRequestDispatcher", "getRealPath");

    private final Map<String, List<String>> expected = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    /** @param servlets {@code jakarta}, {@code jakarta-5} or {@code javax} */
    GetterTable(String servlets) throws IOException {
        read("getters.txt");
        read("getters-" + servlets + ".txt");
    }

    private void read(String name) throws IOException {
        for (String line :
                Files.readAllLines(ContractApp.testClasses().resolve("getters").resolve(name))) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] row = line.split(" +", 2);
                expected.computeIfAbsent(row[0], getter -> new ArrayList<>()).add(row[1]);
            }
        }
    }

    /** Gives the word that the table has as {@code {name}}. */
    GetterTable with(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** Fails with all differences, and when there is a getter that the table does not have. */
    void compare(Facts facts) {
        SoftAssertions all = new SoftAssertions();
        expected.forEach((getter, rows) -> {
            List<String> wanted = rows.stream().map(this::filledIn).toList();
            List<String> got = facts.all(getter);
            if (wanted.equals(List.of("*"))) {
                all.assertThat(got).as(getter).isNotEmpty();
            } else {
                all.assertThat(got).as(getter).isEqualTo(wanted.equals(List.of("-")) ? List.of() : wanted);
            }
        });
        all.assertAll();
        assertThat(facts.all("getter"))
                .as("getters, all of which are in the table")
                .isNotEmpty()
                .allMatch(getter -> NOT_ASKED.contains(getter) || getters().contains(getter));
    }

    private Set<String> getters() {
        Set<String> names = new TreeSet<>();
        expected.keySet().forEach(key -> names.add(key.replaceFirst("\\(.*", "")));
        return names;
    }

    private String filledIn(String row) {
        String filled = row;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue());
        }
        assertThat(filled).as("a row without anything left to fill in").doesNotContain("{");
        return filled;
    }
}

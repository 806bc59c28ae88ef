package dev.fcgi.conformance;

import static java.util.stream.Collectors.joining;

import dev.fcgi.conformance.Checklist.Chapter;
import dev.fcgi.conformance.Checklist.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes docs/conformance.md. */
final class ConformancePage {
    static final String FILE = "docs/conformance.md";

    private static final String INTRODUCTION = """
            # Conformance

            What FastCGI 1.0 and CGI/1.1 (RFC 3875) ask of an application server, and the rules that this project adds: each line
            with the tests that prove it, or with the reason why none does. An ID names the section that its line is from, and a
            test is named after the ID: `fcgi_3_3_4_paddingIsSkipped` would prove FCGI-3.3-4. Most of the tests talk to a connector
            over a raw socket, without a web server in between.

            `bin/conformance` writes this page from the lines in `conformance/src/test/resources/checklist.txt` and from the names of
            the tests in the sources. *Passed* is not the result of the last run but a demand on every one: `bin/test` fails when this
            page is not what the sources say, and, run without arguments, when a test that is named here has not passed in it.

            """;

    private ConformancePage() {}

    /** Writes the page of the project in a directory, prints the counts, and fails when a line is still without proof. */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Coverage coverage = Coverage.of(root);
        Files.writeString(root.resolve(FILE), of(coverage));
        System.out.println(coverage.summary());
        coverage.problems().forEach(System.err::println);
        System.exit(coverage.problems().isEmpty() ? 0 : 1);
    }

    /** {@return the page, in Markdown} */
    static String of(Coverage coverage) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("| level | meaning | lines | with a passing test | with a reason |\n");
        page.append("| --- | --- | --: | --: | --: |\n");
        coverage.counts()
                .forEach(count -> row(
                        page,
                        count.level().name(),
                        count.level().meaning(),
                        String.valueOf(count.lines()),
                        String.valueOf(count.tested()),
                        String.valueOf(count.reasoned())));
        for (Part part : coverage.checklist().parts()) {
            page.append("\n## ").append(part.title()).append('\n');
            part.chapters().forEach(chapter -> append(page, chapter, coverage));
        }
        return page.toString();
    }

    private static void append(StringBuilder page, Chapter chapter, Coverage coverage) {
        page.append("\n### ").append(chapter.title()).append("\n\n");
        page.append("| ID | level | behaviour | result | tests, or the reason |\n");
        page.append("| --- | --- | --- | --- | --- |\n");
        for (Line line : chapter.lines()) {
            String result = coverage.isTested(line) ? "passed" : "not covered";
            row(page, line.id(), line.level().name(), line.title(), result, proof(line, coverage.tests(line)));
        }
    }

    private static String proof(Line line, List<NamedTest> tests) {
        String names = tests.stream().map(test -> "`" + test.shortName() + "`").collect(joining("<br>"));
        return switch (line.proof()) {
            case TESTS ->
                names.isEmpty()
                        ? "**neither a test nor a reason**"
                        : names + (line.remark().isEmpty() ? "" : "<br>*Not yet:* " + line.remark());
            case SAME_AS -> "the tests of " + line.remark();
            case NONE -> line.remark();
        };
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** {@return the first line in which a page differs from what it should be} */
    static Optional<String> difference(String page, String expected) {
        if (page.equals(expected)) {
            return Optional.empty();
        }
        List<String> is = page.lines().toList();
        List<String> should = expected.lines().toList();
        int line = 0;
        while (line < is.size() && line < should.size() && is.get(line).equals(should.get(line))) {
            line++;
        }
        return Optional.of(FILE + ", line " + (line + 1) + ": is '" + at(is, line) + "', should be '" + at(should, line)
                + "': run bin/conformance");
    }

    private static String at(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "";
    }
}

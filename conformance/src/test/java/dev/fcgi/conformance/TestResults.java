package dev.fcgi.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What Surefire and Failsafe have reported. The cases of a test with parameters count as one, which is as bad as the worst. */
final class TestResults {
    private enum Result {
        PASSED,
        SKIPPED,
        FAILED
    }

    private static final List<String> REPORTS = List.of("target/surefire-reports", "target/failsafe-reports");

    private final Map<NamedTest, Result> results = new HashMap<>();

    private TestResults() {}

    /** Reads the reports that are not older than a run. */
    static TestResults read(List<Path> modules, Instant run) throws IOException {
        TestResults results = new TestResults();
        for (Path module : modules) {
            for (String directory : REPORTS) {
                for (Path report : reports(module.resolve(directory))) {
                    if (!Files.getLastModifiedTime(report).toInstant().isBefore(run)) {
                        results.add(report);
                    }
                }
            }
        }
        return results;
    }

    private static List<Path> reports(Path directory) throws IOException {
        List<Path> reports = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
                files.forEach(reports::add);
            }
        }
        return reports;
    }

    private void add(Path report) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            NamedTest test = new NamedTest("", "");
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "testcase" -> {
                            test = test(reader);
                            add(test, Result.PASSED);
                        }
                        case "skipped" -> add(test, Result.SKIPPED);
                        case "failure", "error" -> add(test, Result.FAILED);
                        default -> {}
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException("cannot read " + report, e);
        }
    }

    private void add(NamedTest test, Result result) {
        results.merge(test, result, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    private static NamedTest test(XMLStreamReader testcase) {
        String className = testcase.getAttributeValue(null, "classname");
        String method = testcase.getAttributeValue(null, "name");
        return new NamedTest(className.replaceFirst("\\$.*", ""), method.replaceFirst("\\W.*", ""));
    }

    /** {@return which of these tests have not passed, and why} */
    List<String> problems(Collection<NamedTest> tests) {
        if (results.isEmpty()) {
            return List.of("there are no test reports of this run: run bin/test without arguments");
        }
        return tests.stream()
                .filter(test -> results.get(test) != Result.PASSED)
                .map(test -> test.shortName() + describe(test))
                .toList();
    }

    private String describe(NamedTest test) {
        Result result = results.get(test);
        return result == null ? " has not run" : result == Result.SKIPPED ? " was skipped" : " has failed";
    }
}

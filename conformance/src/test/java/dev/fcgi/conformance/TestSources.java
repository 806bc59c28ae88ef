package dev.fcgi.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules and the tests in their sources: these are there whatever was run last, which reports are not. */
final class TestSources {
    private static final Pattern MODULE = Pattern.compile("<module>(.+)</module>");
    private static final String OWN_MODULE = "conformance";
    private static final Pattern METHOD = Pattern.compile("\\bvoid\\s+([a-z]+_\\w+)\\s*\\(");
    private static final String JAVA = ".java";

    private TestSources() {}

    /** {@return the directories of all modules but this one} */
    static List<Path> modules(Path root) throws IOException {
        return MODULE.matcher(Files.readString(root.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .filter(module -> !module.equals(OWN_MODULE))
                .map(root::resolve)
                .toList();
    }

    /** {@return the tests whose names have an underscore, as those with an ID do} */
    static SortedSet<NamedTest> find(List<Path> modules) throws IOException {
        SortedSet<NamedTest> tests = new TreeSet<>();
        for (Path module : modules) {
            Path sources = module.resolve("src/test/java");
            if (Files.isDirectory(sources)) {
                for (Path file : javaFiles(sources)) {
                    String path = sources.relativize(file).toString();
                    String className =
                            path.substring(0, path.length() - JAVA.length()).replace('/', '.');
                    METHOD.matcher(Files.readString(file))
                            .results()
                            .forEach(match -> tests.add(new NamedTest(className, match.group(1))));
                }
            }
        }
        return tests;
    }

    private static List<Path> javaFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(JAVA)).toList();
        }
    }
}

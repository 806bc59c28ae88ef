package dev.fcgi.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestResultsTest {
    private static final Instant RUN = Instant.ofEpochSecond(1_000);

    @TempDir
    private Path module;

    @Test
    void everyTestThatPassedIsNoProblem() throws IOException {
        report("surefire-reports/TEST-a.XTest.xml", RUN, """
                <testcase name="p_1_plain" classname="a.XTest" time="0.1"/>
                <testcase name="p_2_nested" classname="a.XTest$Inner$Innermost" time="0.1">
                  <system-out><![CDATA[<failure/>]]></system-out>
                </testcase>
                <testcase name="p_3_parameterised(String, int)[1]" classname="a.XTest" time="0.1"/>
                <testcase name="p_3_parameterised(String, int)[2]" classname="a.XTest" time="0.1"/>
                """);
        report("failsafe-reports/TEST-a.XIT.xml", RUN.plusSeconds(9), """
                <testcase name="p_4_integration" classname="a.XIT" time="0.1"/>
                """);
        assertThat(problems(
                        test("XTest", "p_1_plain"),
                        test("XTest", "p_2_nested"),
                        test("XTest", "p_3_parameterised"),
                        test("XIT", "p_4_integration")))
                .isEmpty();
    }

    @Test
    void tellsWhatHasNotPassed() throws IOException {
        report("surefire-reports/TEST-a.XTest.xml", RUN, """
                <testcase name="p_1_failed" classname="a.XTest" time="0.1">
                  <failure message="expected" type="AssertionError"><![CDATA[at]]></failure>
                </testcase>
                <testcase name="p_1_thrown" classname="a.XTest$Inner" time="0.1"><error type="x"/></testcase>
                <testcase name="p_1_skipped" classname="a.XTest" time="0.1"><skipped message="no nginx"/></testcase>
                <testcase name="p_1_worst(int)[1]" classname="a.XTest" time="0.1"/>
                <testcase name="p_1_worst(int)[2]" classname="a.XTest" time="0.1"><failure/></testcase>
                <testcase name="p_1_worst(int)[3]" classname="a.XTest" time="0.1"><skipped/></testcase>
                <testcase name="p_1_mixed(int)[1]" classname="a.XTest" time="0.1"><skipped/></testcase>
                <testcase name="p_1_mixed(int)[2]" classname="a.XTest" time="0.1"/>
                <testcase name="" classname="a.YTest" time="0.1"><error type="x"/></testcase>
                """);
        assertThat(problems(
                        test("XTest", "p_1_failed"),
                        test("XTest", "p_1_thrown"),
                        test("XTest", "p_1_skipped"),
                        test("XTest", "p_1_worst"),
                        test("XTest", "p_1_mixed"),
                        test("YTest", "p_1_notBegun")))
                .containsExactly(
                        "XTest.p_1_failed has failed",
                        "XTest.p_1_thrown has failed",
                        "XTest.p_1_skipped was skipped",
                        "XTest.p_1_worst has failed",
                        "XTest.p_1_mixed was skipped",
                        "YTest.p_1_notBegun has not run");
    }

    @Test
    void reportsOfEarlierRunsDoNotCount() throws IOException {
        report("surefire-reports/TEST-a.XTest.xml", RUN.minusSeconds(1), """
                <testcase name="p_1_x" classname="a.XTest" time="0.1"/>
                """);
        assertThat(problems(test("XTest", "p_1_x")))
                .containsExactly("there are no test reports of this run: run bin/test without arguments");
    }

    @Test
    void aBrokenReportIsNamed() throws IOException {
        report("surefire-reports/TEST-a.XTest.xml", RUN, "<testcase");
        assertThatThrownBy(this::problems).isInstanceOf(IOException.class).hasMessageContaining("TEST-a.XTest.xml");
    }

    private static NamedTest test(String className, String method) {
        return new NamedTest("a." + className, method);
    }

    private List<String> problems(NamedTest... tests) throws IOException {
        return TestResults.read(List.of(module), RUN).problems(List.of(tests));
    }

    private void report(String name, Instant time, String testcases) throws IOException {
        Path file = module.resolve("target").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"a\"><properties/>" + testcases
                        + "</testsuite>\n");
        Files.setLastModifiedTime(file, FileTime.from(time));
    }
}
